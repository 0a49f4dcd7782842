create table comment (
    number {serial},
    id text not null unique,
    map text not null references map (id),
    target text not null,
    by text not null,
    at text not null,
    text text not null,
    mentions text not null,
    answers text references comment (id),
    edited text,
    resolved text,
    resolved_by text not null default ''
);

create index comment_of_map on comment (map, at);

create table mention (
    comment text not null references comment (id) on delete cascade,
    person text not null,
    seen bigint not null default 0,
    primary key (comment, person)
);

create index mention_of_person on mention (person, seen);

create table task (
    number {serial},
    id text not null unique,
    map text not null references map (id),
    title text not null,
    by text not null,
    at text not null,
    target text not null,
    owner text not null,
    due text,
    state text not null,
    note text not null,
    link text not null,
    done_at text
);

create index task_of_map on task (map, at);

create table hook (
    id text primary key,
    name text not null,
    url text not null,
    by text not null,
    at text not null,
    active bigint not null default 1,
    last_status bigint,
    last_at text
);

create table hook_delivery (
    number {serial},
    id text not null unique,
    hook text not null references hook (id) on delete cascade,
    payload text not null,
    at text not null,
    state text not null,
    tries bigint not null default 0,
    next_at text not null,
    last_status bigint
);

create index hook_delivery_by_state on hook_delivery (state, next_at);

create table share (
    id text primary key,
    token_hash text not null unique,
    map text not null references map (id),
    name text not null,
    view text not null,
    by text not null,
    at text not null,
    expires text not null,
    password_hash text,
    revoked bigint not null default 0,
    opened bigint not null default 0,
    last_opened text
);

create index share_of_map on share (map, at);

create table saved_question (
    number {serial},
    id text not null unique,
    kind text not null,
    name text not null,
    question text not null,
    by text not null,
    at text not null,
    shared bigint not null default 0
);

create table seen (
    person text not null,
    what text not null,
    at text not null,
    primary key (person, what)
);

-- Text somebody wrote and the map could not take, kept until she has used it or thrown it away.
create table lost_text (
    number {serial},
    id text not null unique,
    map text not null,
    target text not null,
    by text not null,
    at text not null,
    text text not null
);

create index lost_text_of_person on lost_text (by, map);
