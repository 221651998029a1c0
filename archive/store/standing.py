"""What stands in the lists of a portal after a run, in SQL: what was read of them, and what is known of the rest."""

STANDING = """
select e.category_id, e.native_id, e.url, e.first_run_id, e.last_run_id, e.page, e.position
from list_entries e
left join walks x on x.run_id = :run and x.category_id = e.category_id
where e.last_run_id = :run or (x.extent = 'head' and e.last_run_id < :run
    and e.last_run_id not in (select run_id from imports)
    and e.last_run_id >= (select max(run_id) from walks o
        where o.category_id = e.category_id and o.extent = 'whole' and o.run_id < :run)
    and coalesce(e.left_run_id, 0) <= e.last_run_id)
"""
"""The entries that stand in each list as of the run ``:run``. Where it read a list to its end, or only a part of it,
those it read; where it read only the head, also those known since the list was last read to its end which are not
known to have left it."""


def document_of(category: str, entry: str) -> str:
    """The id of the stored legal document that an entry of a list names, in SQL, null where none is; ``category`` and
    ``entry`` are what the query calls their rows. One that has a page of its own is stored when that was read."""
    return f"""(select d.id from documents d where d.portal = {category}.portal
    and (d.native_id = {entry}.native_id or d.url = {entry}.url)
    and (d.native_id like 'vb:@%' or exists (select 1 from document_accounts o where o.document_id = d.id and o.is_own))
    limit 1)"""
