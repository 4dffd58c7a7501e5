// What the page asks of the server. Every answer is JSON; a refusal becomes an Error with its words.

async function post(path, body) {
  const answer = await fetch(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body ?? {}),
  });
  const given = await answer.json();
  if (!answer.ok) throw new Error(given.error);
  return given;
}

export const act = (person, action, body) => post(`/page/people/${person}/${action}`, body);
export const moveClock = (action, body) => post(`/page/clock/${action}`, body);
export const addPerson = (name, language) => post("/page/people", { name, language });

export async function upload(person, file) {
  const answer = await fetch(`/page/people/${person}/upload?name=${encodeURIComponent(file.name)}`, {
    method: "POST",
    body: file,
  });
  if (!answer.ok) throw new Error((await answer.json()).error);
}

// Calls `hear` with every event, `lost` and `found` as the connection goes and comes; the browser reconnects by itself.
export function listen(hear, lost, found) {
  const stream = new EventSource("/page/events");
  stream.onmessage = (event) => hear(JSON.parse(event.data));
  stream.onopen = found;
  stream.onerror = lost;
}
