-- People and how they sign in. Moments are text in UTC, all of one length, so that they sort as text on every database.
create table person (
    id text primary key,
    email text not null,
    email_key text not null unique,
    name text not null,
    role text not null,
    language text not null,
    active bigint not null default 1,
    created text not null,
    password_hash text
);

create table person_subject (
    issuer text not null,
    subject text not null,
    person text not null references person (id),
    primary key (issuer, subject)
);

create table session (
    id text primary key,
    token_hash text not null unique,
    person text not null references person (id),
    csrf text not null,
    about text not null,
    opened text not null,
    last_seen text not null
);

create index session_of_person on session (person);

create table invitation (
    id text primary key,
    token_hash text not null unique,
    kind text not null,
    role text not null,
    email text not null,
    person text not null,
    made_by text not null,
    made text not null,
    expires text not null,
    ended text
);

create table api_key (
    id text primary key,
    token_hash text not null unique,
    name text not null,
    person text not null references person (id),
    role text not null,
    created text not null,
    expires text,
    last_used text,
    revoked bigint not null default 0
);

create table audit (
    number {serial},
    at text not null,
    who text not null,
    what text not null,
    target text not null,
    detail text not null
);

-- Maps: each revision keeps the whole plan, compressed, so that no chain of differences can break.
create table map (
    id text primary key,
    title text not null,
    kind text not null,
    revision bigint not null,
    created text not null,
    changed text not null,
    by text not null,
    owner text not null default '',
    parent text references map (id),
    parent_step text not null default '',
    archived bigint not null default 0,
    review_days bigint not null default 90,
    review_next text,
    mirrored_revision bigint,
    mirrored_hash text not null default ''
);

create table revision (
    map text not null references map (id),
    number bigint not null,
    at text not null,
    by text not null,
    label text not null,
    changes text not null,
    undoes bigint,
    plan {bytes} not null,
    primary key (map, number)
);

create table version (
    id text primary key,
    map text not null references map (id),
    name text not null,
    revision bigint not null,
    at text not null,
    by text not null,
    as_of text,
    snapshot text not null,
    note text not null,
    plan {bytes} not null,
    document {bytes} not null
);

create index version_of_map on version (map, at);

create table setting (
    name text primary key,
    value {bytes} not null
);

create table job (
    number {serial},
    id text not null unique,
    kind text not null,
    asked text not null,
    by text not null,
    at text not null,
    state text not null,
    stage text not null default '',
    done bigint not null default 0,
    of bigint not null default 0,
    error text not null default '',
    result text not null default '',
    finished text,
    mark text not null default ''
);

create index job_by_state on job (state, number);
create index job_by_mark on job (mark, number);
