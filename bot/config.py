"""The settings, from the environment or `.env`. A wrong or missing one is one clear line that names it."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.errors import SettingError

TELEGRAM_OWN_API = "https://api.telegram.org"


class TopicModel(StrEnum):
    """Whether the sentence model takes part in the search; without it, letters decide, in less memory."""

    ON = "on"
    OFF = "off"


class Role(StrEnum):
    """What one process does. Of web and worker there may be any number, on one PostgreSQL."""

    ALL = "all"  # everything; updates by polling, or by the webhook where there is one
    WEB = "web"  # answers what is posted to the webhook
    WORKER = "worker"  # what happens by itself


class Settings(BaseSettings):
    """Everything that an operator can set; `.env.example` describes each."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, hide_input_in_errors=True)

    telegram_token: str = Field(pattern=r"^\d+:[A-Za-z0-9_-]{20,}$", repr=False)
    role: Role = Role.ALL
    telegram_api_url: str = Field(default=TELEGRAM_OWN_API, pattern=r"^https?://[^/\s]+(/\S*)?$")
    database_url: str = Field(default="sqlite:///data/homeward.db", repr=False)
    keys_database_url: str = Field(default="sqlite:///keys/people.db", repr=False)
    encryption_keys: str = Field(default="", repr=False)
    keys_file: Path = Path("keys/ring")
    operator_name: str = ""
    operator_contact: str = ""
    webhook_url: str = Field(default="", pattern=r"^(https?://[^/?#\s]+(/[^?#\s]*)?)?$")
    webhook_secret: str = Field(default="", pattern=r"^([A-Za-z0-9_-]{16,256})?$", repr=False)
    listen: str = Field(default="127.0.0.1:8080", pattern=r"^\S+:\d{1,5}$")
    metrics_listen: str = Field(default="127.0.0.1:9090", pattern=r"^(\S+:\d{1,5})?$")
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    send_rate: float = Field(default=25, gt=0, le=1000)
    content_dir: Path = Path(__file__).resolve().parent.parent / "content"
    topic_model: TopicModel = TopicModel.ON
    log_level: str = Field(default="INFO", pattern=r"^(DEBUG|INFO|WARNING|ERROR)$")
    log_format: str = Field(default="text", pattern=r"^(text|json)$")
    clock_speed: float = Field(default=1, ge=0)
    clock_start: datetime | None = None

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return frozenset(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("clock_start")
    @classmethod
    def _aware(cls, value: datetime | None) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value

    @model_validator(mode="after")
    def _real_means_real(self) -> "Settings":
        if self.at_telegram:
            for name in ("operator_name", "operator_contact"):
                if not getattr(self, name):
                    raise ValueError(f"{name.upper()} is needed: people must be able to read who runs this")
            if self.moved_clock:
                raise ValueError("CLOCK_SPEED and CLOCK_START are for demonstrations, not for Telegram's own servers")
        return self

    @model_validator(mode="after")
    def _role_has_its_means(self) -> "Settings":
        if self.webhook_url and not self.webhook_secret:
            raise ValueError("WEBHOOK_SECRET is needed with WEBHOOK_URL: 16 or more letters and digits, made by chance")
        if self.role is Role.WEB and not self.webhook_url:
            raise ValueError("WEBHOOK_URL is needed for the role web: it is how updates come")
        if self.role is not Role.ALL:
            for name in ("database_url", "keys_database_url"):
                if getattr(self, name).startswith("sqlite"):
                    raise ValueError(f"{name.upper()} is SQLite, for one process: role {self.role} needs PostgreSQL")
        return self

    @property
    def webhook_path(self) -> str:
        """Where the webhook stands on this server."""
        return urlsplit(self.webhook_url).path or "/"

    @property
    def at_telegram(self) -> bool:
        """Whether this talks to Telegram's own servers."""
        return self.telegram_api_url.rstrip("/") == TELEGRAM_OWN_API

    @property
    def moved_clock(self) -> bool:
        """Whether time is not simply the machine's."""
        return self.clock_speed != 1 or self.clock_start is not None


def read_settings(**given: object) -> Settings:
    """The settings from environment and `.env`; what is `given` comes first. Raises SettingError in one line."""
    try:
        return Settings(**given)  # type: ignore[arg-type]  # the environment fills in the rest
    except ValidationError as error:
        fault = error.errors()[0]
        if not fault["loc"]:
            raise SettingError(str(fault["ctx"]["error"]) if "ctx" in fault else fault["msg"]) from None
        name = str(fault["loc"][0]).upper()
        if fault["type"] == "missing":
            raise SettingError(f"{name} is missing: set it in the environment or in .env") from None
        raise SettingError(f"{name} is not valid: {fault['msg']}") from None
