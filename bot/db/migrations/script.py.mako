"""${message}

Other workers may still run the version before this one while it is applied. So: add columns with a default or
nullable, add tables, add indexes; remove or rename only what no released version reads any more.
"""

import sqlalchemy as sa
from alembic import op
import bot.db.types
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    ${downgrades if downgrades else "pass"}
