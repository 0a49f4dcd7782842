-- What a shared link allows beyond looking, and the language it speaks first.
alter table share add column language text not null default '';

alter table share add column files bigint not null default 0;
