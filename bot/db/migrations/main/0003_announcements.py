"""announcements

The operator's own words, and a small index of the deliveries that bring them.
"""

import sqlalchemy as sa
from alembic import op
import bot.db.types

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

BRINGS_ONE = sa.text("kind = 'announcement'")


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "draft",
                "sending",
                "stopping",
                "stopped",
                "done",
                name="stage",
                native_enum=False,
                create_constraint=False,
                length=24,
            ),
            nullable=False,
        ),
        sa.Column("written_at", bot.db.types.Instant(timezone=True), nullable=False),
        sa.Column("looked_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
    )
    op.create_index(
        "ix_delivery_announcement",
        "delivery",
        ["subject", "state", "not_before"],
        unique=False,
        sqlite_where=BRINGS_ONE,
        postgresql_where=BRINGS_ONE,
    )


def downgrade() -> None:
    op.drop_index("ix_delivery_announcement", table_name="delivery")
    op.drop_table("announcement")
