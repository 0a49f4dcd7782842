"""The queries of identity: from links and identifiers to clusters, logins and profiles."""

from __future__ import annotations

from collections.abc import Iterable

from wegweiser.warehouse import Dialect, Query, Table


def identified(identifiers: Table, kinds: Table, blocked: Iterable[str], dialect: Dialect) -> Query:
    """Every usable identifier once, with its kind's strength and place; blocked values identify nobody."""
    refused = ", ".join(dialect.text(value) for value in sorted(blocked))
    return Query(
        "identity_identified",
        f"""select i.identifier_id as id, k.kind, k.place, k.strength, k.most, min(i.value) as value,
                   min(i.first_at) as first_at, max(i.last_at) as last_at
            from {identifiers} i join {kinds} k on k.kind = i.kind
            where lower(trim(i.value)) not in ({refused})
            group by i.identifier_id, k.kind, k.place, k.strength, k.most""",
    )


def linked(links: Table, known: Table) -> Query:
    """Each pair of usable identifiers once over all files, weak ones left out."""
    return Query(
        "identity_linked",
        f"""select l.a, l.b, x.strength as a_strength, y.strength as b_strength,
                   min(l.first_at) as first_at, max(l.last_at) as last_at
            from {links} l join {known} x on x.id = l.a join {known} y on y.id = l.b
            where x.strength <> 'weak' and y.strength <> 'weak' and l.a <> l.b
            group by l.a, l.b, x.strength, y.strength""",
    )


def between(linked_pairs: Table, strength: str) -> Query:
    """The links whose both ends are of one strength."""
    return Query(
        f"identity_{strength}_link",
        f"select a, b, first_at from {linked_pairs} where a_strength = '{strength}' and b_strength = '{strength}'",
    )


def crowded(clusters: Table, known: Table, name: str) -> Query:
    """The roots of components that hold more identifiers of a kind than one profile may have."""
    return Query(
        f"{name}_crowded",
        f"""select distinct root from (
                select c.root from {clusters} c join {known} k on k.id = c.id where k.most > 0
                group by c.root, k.kind, k.most having count(*) > k.most) as over_most""",
    )


def mended(clusters: Table, roots: Table, solved: Table, name: str) -> Query:
    """The clusters, with crowded components replaced by what was solved link by link."""
    return Query(
        f"{name}_mended",
        f"""select id, root from {clusters} where root not in (select root from {roots})
            union all select id, root from {solved}""",
    )


def named(clusters: Table, known: Table, name: str) -> Query:
    """Each member of a cluster with its profile: the best identifier by kind order, then value."""
    return Query(
        name,
        f"""with placed as (
                select c.id, c.root, k.place, k.value from {clusters} c join {known} k on k.id = c.id),
            best as (
                select root, id as profile_id from (
                    select root, id, row_number() over (partition by root order by place, value, id) as nth
                    from placed) as ranked where nth = 1)
            select p.id, b.profile_id from placed p join best b on b.root = p.root""",
    )


def logins(linked_pairs: Table, strong: Table) -> Query:
    """Each device with each profile it was seen with, first and last."""
    return Query(
        "identity_login",
        f"""select d.device, coalesce(s.profile_id, d.strong) as profile_id,
                   min(d.first_at) as first_at, max(d.last_at) as last_at
            from (select case when a_strength = 'device' then a else b end as device,
                         case when a_strength = 'device' then b else a end as strong, first_at, last_at
                  from {linked_pairs} where a_strength <> b_strength) as d
            left join {strong} s on s.id = d.strong
            group by d.device, coalesce(s.profile_id, d.strong)""",
    )


def refused_devices(login: Table, known: Table) -> Query:
    """Logins of devices beyond the number of that kind a profile may have; those seen first are kept."""
    return Query(
        "identity_refused_device",
        f"""select device, profile_id, kind, first_at from (
                select l.device, l.profile_id, l.first_at, k.kind, k.most,
                       row_number() over (partition by l.profile_id, k.kind order by l.first_at, l.device) as nth
                from {login} l join {known} k on k.id = l.device where k.most > 0) as counted
            where nth > most""",
    )


def alone(groups: Table, login: Table) -> Query:
    """The members of device groups that were never seen with a strong identifier themselves."""
    return Query(
        "identity_alone",
        f"select g.id, g.root from {groups} g left join {login} l on l.device = g.id where l.device is null",
    )


def held(login: Table, refused: Table, groups: Table, lonely: Table) -> Query:
    """Who held what: each device its logins, and each group with members that have none, all logins of the group."""
    return Query(
        "identity_held",
        f"""with kept as (
                select l.* from {login} l
                left join {refused} r on r.device = l.device and r.profile_id = l.profile_id where r.device is null)
            select device as owner, 0 as shared, profile_id, first_at, last_at from kept
            union all
            select g.root, 1, k.profile_id, min(k.first_at), max(k.last_at)
            from kept k join {groups} g on g.id = k.device
            where g.root in (select root from {lonely}) group by g.root, k.profile_id""",
    )


def timeline(holdings: Table) -> Query:
    """Which profile an owner belongs to from when to when: the newest login's; before the first login, the first's.

    Each first and each last common sighting is a moment of login. Between them, several people taking turns on
    one device are told apart only by the events that name them.
    """
    return Query(
        "identity_timeline",
        f"""with several as (
                select owner, shared from {holdings} group by owner, shared having count(*) > 1),
            moment as (
                select s.owner, s.shared, s.at_moment, max(s.profile_id) as profile_id
                from (select owner, shared, profile_id, first_at as at_moment from {holdings}
                      union all select owner, shared, profile_id, last_at from {holdings}) as s
                join several v on v.owner = s.owner and v.shared = s.shared
                group by s.owner, s.shared, s.at_moment),
            change as (
                select *, lag(profile_id) over (partition by owner, shared order by at_moment) as before
                from moment),
            turn as (
                select owner, shared, profile_id, before, at_moment,
                       lead(at_moment) over (partition by owner, shared order by at_moment) as until_moment
                from change where before is null or before <> profile_id)
            select owner, shared, profile_id, case when before is null then null else at_moment end as valid_from,
                   until_moment as valid_to from turn
            union all
            select h.owner, h.shared, h.profile_id, null, null
            from {holdings} h left join several v on v.owner = h.owner and v.shared = h.shared where v.owner is null""",
    )


def unclaimed(lonely: Table, turns: Table) -> Query:
    """Device groups nobody ever logged in on: clusters of their own."""
    return Query(
        "identity_unclaimed",
        f"""select l.id, l.root from {lonely} l
            left join (select distinct owner from {turns} where shared = 1) as t on t.owner = l.root
            where t.owner is null""",
    )


def profile_of(strong: Table, turns: Table, lonely: Table, nameless: Table, known: Table) -> Query:
    """Subjects whose profile is another one; a device inherits only what its group held while it lived."""
    return Query(
        "identity_profile_of",
        f"""select id as subject_id, profile_id,
                   cast(null as timestamp) as valid_from, cast(null as timestamp) as valid_to
            from {strong} where id <> profile_id
            union all select owner, profile_id, valid_from, valid_to from {turns} where shared = 0
            union all
            select l.id, t.profile_id, t.valid_from, t.valid_to
            from {lonely} l join {turns} t on t.owner = l.root and t.shared = 1 join {known} k on k.id = l.id
            where (t.valid_from is null or t.valid_from <= k.last_at)
              and (t.valid_to is null or t.valid_to > k.first_at)
            union all select id, profile_id, null, null from {nameless} where id <> profile_id""",
    )


def conflicts(solved: Table, refused: Table) -> Query:
    """Every link that was not followed, whether between strong identifiers, devices, or the two."""
    return Query(
        "identity_refusals",
        f"""select a, b, kind, reason, first_at from {solved}
            union all
            select least(device, profile_id), greatest(device, profile_id), kind, 'most', first_at from {refused}""",
    )
