"""the help card rests

Inside writing, it comes up by itself once a sitting and once an hour.
"""

import sqlalchemy as sa
from alembic import op

import bot.db.types

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.add_column(sa.Column("help_rests_until", bot.db.types.Instant(timezone=True), nullable=True))
        batch_op.create_index(batch_op.f("ix_person_help_rests_until"), ["help_rests_until"], unique=False)
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.add_column(sa.Column("helped", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.drop_column("helped")
    with op.batch_alter_table("person", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_person_help_rests_until"))
        batch_op.drop_column("help_rests_until")
