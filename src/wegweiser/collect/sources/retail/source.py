"""The source of a retailer's set of files: baskets, letters, coupons, promotions, products and customers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wegweiser.collect.rows import NOTHING, Guess, Rows
from wegweiser.collect.sources.retail.accounts import accounts, problems
from wegweiser.collect.sources.retail.baskets import baskets, purchases
from wegweiser.collect.sources.retail.exposures import KINDS, exposures, met, promoted
from wegweiser.collect.sources.retail.letters import receipts, redemptions
from wegweiser.collect.sources.retail.roles import ENDINGS, ROLES, role_files
from wegweiser.collect.sources.retail.stage import Stage, staged
from wegweiser.collect.spec import SourceSpec
from wegweiser.i18n import both
from wegweiser.warehouse import Query, Warehouse

_COLUMNS = (
    "line",
    "problem",
    "content",
    "extra",
    "time",
    "event",
    "channel",
    "campaign",
    "object",
    "value",
    "currency",
    "event_id",
    "customer",
    "properties",
    "origin",
    "file",
    "seq",
)
_SCRATCH = (
    "retail_line",
    "retail_product",
    "retail_mixed_basket",
    "retail_campaign",
    "retail_receipt",
    "retail_coupon",
    "retail_redemption",
    "retail_household",
    "retail_basket",
    "retail_promoted",
    "retail_met",
    "retail_problem",
    *(f"retail_text_{role.name}" for role in ROLES),
)


class RetailSource:
    """Reads a folder of a retailer's tables as one unit: who bought what, saw what, got which letter.

    Times are local times of `time.zone`; `fixed` may give the currency. `options` name the file of each role and
    its columns where they differ from completejourney's, and: `calendar_zone` (where dates without a time are
    meant; default: the zone of the times), `small` and `large` (most lines of a small and a medium basket, 5 and
    20), `nowhere` (code of a product neither displayed nor in the mailer, "0"), and `trip.<event>` (a shell
    pattern over "department / category / type": baskets of nothing but such products get that event).
    """

    format = "retail"
    endings: tuple[str, ...] = ()
    special = True

    def guess(
        self, warehouse: Warehouse, file: Path, name: str, zone: str, told: Mapping[str, str] = NOTHING
    ) -> Guess | None:
        """Return the roles of a folder's files by their names, or None where no file holds basket lines."""
        del warehouse, zone
        if told:
            return None
        found = {
            role.name: next((role.name + e for e in ENDINGS if (file / (role.name + e)).is_file()), None)
            for role in ROLES
        }
        if found["transactions"] is None:
            return None
        options = {role: path for role, path in found.items() if path}
        sentences = (
            both("The folder is read as one retailer's set of files: {files}.", files=", ".join(options.values())),
            both("Times are taken as UTC, and the first basket of a customer in the data as the first purchase."),
        )
        return Guess(SourceSpec(name, self.format, (str(file),), options=options), sentences)

    def read(self, warehouse: Warehouse, spec: SourceSpec, file: Path) -> Rows:
        """Return purchases, receipts, redeemed coupons and derived exposures of the set in `file`, a folder.

        Raises:
            SourceProblem: a file is missing or lacks a column its role needs.
            InvalidSetting: an option or a zone does not exist.
        """
        stage = Stage(warehouse, spec, role_files(warehouse, spec, file))
        staged(stage)
        baskets(stage)
        promoted(stage)
        met(stage)
        problems(stage)
        counted = accounts(stage)
        return Rows(
            table=_events(stage),
            columns=_COLUMNS,
            raw=Query("retail_raw", "select file, line, raw from retail_problem"),
            rows=sum(one["rows"] for one in counted.values()),
            traits=_traits() if "demographics" in stage.files else None,
            accounts=counted,
            scratch=_SCRATCH,
        )


def _events(stage: Stage) -> Query:
    """Every event and every refused row; `seq` puts what was seen before the basket and the coupon after it."""
    parts = [purchases(stage), receipts(stage), redemptions(stage), *(exposures(stage, kind) for kind in KINDS)]
    names = {role: file.name for role, file in stage.files.items()}
    file = " ".join(f"when '{role}' then {stage.warehouse.dialect.text(name)}" for role, name in names.items())
    listed = "\nunion all ".join(f"select * from {part}" for part in parts)
    currency = stage.warehouse.dialect.text(stage.spec.fixed.get("currency", ""))
    nothing = {"content": "bigint", "time": "timestamp", "value": "double", "seq": "bigint"}
    empty = ", ".join(
        column
        if column in {"line", "problem", "file"}
        else f"cast(null as {nothing.get(column, 'varchar')}) as {column}"
        for column in _COLUMNS
    )
    return Query(
        "retail_events",
        f"""
        select line, cast(null as varchar) as problem, {", ".join(_COLUMNS[2:-2])}, case role {file} end as file,
               place * 10000000000 + line as seq
        from (select *, case when value is not null then nullif({currency}, '') end as currency from ({listed}))
        union all select {empty} from retail_problem""",
        tuple(parts),
    )


def _traits() -> Query:
    return Query(
        "retail_traits",
        """
        select 'customer' as kind, customer as identifier, name, value, cast(null as timestamp) as occurred_at
        from (select customer, unnest(names) as name, unnest(facts) as value from retail_household
              where problem is null)
        where value is not null""",
    )
