// Toasts, alerts, small menus and forms.

const $ = (id) => document.getElementById(id);

export function toast(text) {
  const line = document.createElement("p");
  line.textContent = text;
  $("toasts").append(line);
  setTimeout(() => line.remove(), 4000);
}

// Carry out what may be refused; a refusal is told as a toast.
export async function attempt(work) {
  try {
    return await work();
  } catch (error) {
    toast(error.message);
    return undefined;
  }
}

export function alertBox(text) {
  const box = $("alert");
  box.querySelector("p").textContent = text;
  if (!box.open) box.showModal();
}

// A menu at `anchor` (or where `event` happened). `entries` are [label, what to do].
export function menu(entries, anchor, event) {
  const list = $("popup");
  const buttons = entries.map(([label, does]) => {
    const item = document.createElement("li");
    item.setAttribute("role", "none");
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("role", "menuitem");
    button.textContent = label;
    button.onclick = () => {
      shut();
      does();
    };
    item.append(button);
    list.append(item);
    return button;
  });
  list.replaceChildren(...buttons.map((each) => each.parentElement));
  list.hidden = false;
  place(list, anchor, event);
  buttons[0].focus();
  const shut = (backTo) => {
    list.hidden = true;
    document.removeEventListener("pointerdown", outside, true);
    list.onkeydown = null;
    if (backTo) anchor.focus?.();
  };
  const outside = (happened) => list.contains(happened.target) || shut();
  document.addEventListener("pointerdown", outside, true);
  list.onkeydown = (key) => {
    const at = buttons.indexOf(document.activeElement);
    if (key.key === "Escape" || key.key === "Tab") shut(true);
    else if (key.key === "ArrowDown") buttons[(at + 1) % buttons.length].focus();
    else if (key.key === "ArrowUp") buttons[(at - 1 + buttons.length) % buttons.length].focus();
    else return;
    key.preventDefault();
  };
}

function place(list, anchor, event) {
  const box = anchor.getBoundingClientRect();
  const [x, y] = event?.clientX ? [event.clientX, event.clientY] : [box.right - list.offsetWidth, box.bottom + 4];
  list.style.left = `${Math.max(8, Math.min(x, innerWidth - list.offsetWidth - 8))}px`;
  list.style.top = `${Math.max(8, y + list.offsetHeight > innerHeight - 8 ? Math.min(y, box.top) - list.offsetHeight - 4 : y)}px`;
}

// A form in a dialog; `filled` is called with its fields when it is sent. `start` fills it in beforehand.
export function ask(id, start, filled) {
  const box = $(id);
  const form = box.querySelector("form");
  form.reset();
  for (const [name, value] of Object.entries(start)) form.elements[name].value = value;
  form.querySelector("[value=cancel]").onclick = () => box.close();
  form.onsubmit = () => filled(Object.fromEntries(new FormData(form)));
  box.showModal();
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the permission the old way still works.
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  toast(`Copied: ${text}`);
}
