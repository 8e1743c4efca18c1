"""What a database really holds, asked of the database itself."""

from dataclasses import dataclass

from tortoise.backends.base.client import BaseDBAsyncClient

TABLES = ("zoo_keeper", "zoo_food", "zoo_animal", "zoo_visit", "zoo_animal_food")

ROWS = """
INSERT INTO zoo_keeper (code) VALUES ('k1'), ('k2');
INSERT INTO zoo_food (name) VALUES ('hay'), ('fish');
INSERT INTO zoo_animal (keeper_id, name, nickname, kind)
    VALUES (1, 'Anna; the first', 'A', 'seal'), (1, 'Bert', NULL, 'horse'), (2, 'Anna; the first', 'C', 'horse');
INSERT INTO zoo_visit (animal_id) VALUES (1), (1), (2), (3);
INSERT INTO zoo_animal_food (zoo_animal_id, food_id) VALUES (1, 2), (2, 1), (3, 1);
INSERT INTO zoo_animal (keeper_id, name, kind) VALUES (1, 'Gone', 'gnu');
DELETE FROM zoo_animal WHERE name = 'Gone';
"""


@dataclass(frozen=True)
class Facts:
    """Rows by table; indexes as (table, columns, unique) without primary keys; foreign keys as (table, column,
    referred table, what happens when that row goes)."""

    rows: dict[str, int]
    indexes: frozenset[tuple[str, tuple[str, ...], bool]]
    references: frozenset[tuple[str, str, str, str]]


async def facts(connection: BaseDBAsyncClient) -> Facts:
    """The facts of the zoo's tables."""
    rows = {
        table: (await connection.execute_query_dict(f"SELECT count(*) AS n FROM {table}"))[0]["n"] for table in TABLES
    }
    found = await (_sqlite if connection.capabilities.dialect == "sqlite" else _postgres)(connection)
    return Facts(rows, *found)


async def _sqlite(connection: BaseDBAsyncClient):
    indexes, references = set(), set()
    for table in TABLES:
        for index in await connection.execute_query_dict(f"SELECT * FROM pragma_index_list('{table}')"):
            if index["origin"] != "pk":
                columns = await connection.execute_query_dict(f"SELECT name FROM pragma_index_info('{index['name']}')")
                indexes.add((table, tuple(row["name"] for row in columns), bool(index["unique"])))
        for key in await connection.execute_query_dict(f"SELECT * FROM pragma_foreign_key_list('{table}')"):
            references.add((table, key["from"], key["table"], key["on_delete"]))
    return frozenset(indexes), frozenset(references)


async def _postgres(connection: BaseDBAsyncClient):
    names = ", ".join(f"'{table}'" for table in TABLES)
    indexes = await connection.execute_query_dict(
        "SELECT t.relname AS on_table, i.indisunique AS is_unique, "
        "array_agg(a.attname::text ORDER BY k.place) AS columns FROM pg_index i "
        "JOIN pg_class t ON t.oid = i.indrelid CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY AS k(number, place) "
        "JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number "
        f"WHERE t.relname IN ({names}) AND NOT i.indisprimary GROUP BY i.indexrelid, t.relname, i.indisunique"
    )
    references = await connection.execute_query_dict(
        "SELECT c.conrelid::regclass::text AS on_table, a.attname AS on_column, c.confrelid::regclass::text AS refers, "
        "c.confdeltype::text AS then FROM pg_constraint c "
        "JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1] "
        f"WHERE c.contype = 'f' AND c.conrelid::regclass::text IN ({names})"
    )
    actions = {"c": "CASCADE", "r": "RESTRICT"}
    return (
        frozenset((row["on_table"], tuple(row["columns"]), row["is_unique"]) for row in indexes),
        frozenset((row["on_table"], row["on_column"], row["refers"], actions[row["then"]]) for row in references),
    )
