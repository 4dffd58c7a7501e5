"""the next try

`not_before` is always set, so that one index finds what may go out now, however much waits for its window.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.execute("UPDATE delivery SET not_before = due_at WHERE not_before IS NULL")
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.alter_column("not_before", nullable=False, server_default=sa.text("'1970-01-01 00:00:00.000000'"))
        batch_op.create_index("ix_delivery_state_not_before", ["state", "not_before"], unique=False)
        batch_op.drop_index("ix_delivery_state_due")


def downgrade() -> None:
    with op.batch_alter_table("delivery", schema=None) as batch_op:
        batch_op.create_index("ix_delivery_state_due", ["state", "due_at"], unique=False)
        batch_op.drop_index("ix_delivery_state_not_before")
        batch_op.alter_column("not_before", nullable=True, server_default=None)
