import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.access import test_query_counts as t
from tests.access.test_query_counts import make_world, make_many, of_every_page, told
from tests.access.test_matrix import ROWS
from tests.making import client_of
@pytest.mark.django_db
def test_print():
    world = make_world()
    a = of_every_page(world)
    with open("/tmp/queries-counts.txt","w") as f:
        for page in a:
            f.write(f"{len(a[page]):3} {page}\n")
    writes={}
    for row in ROWS:
        if row.method=="get" or not row.may: continue
        role=[r for r in row.may if r!="anonymous"][0]
        client=client_of(world.people[role])
        with transaction.atomic():
            url, data = reverse(row.name, kwargs=dict(row.kwargs(world))), dict(row.data(world))
            if row.name=="rounds:vote":
                from codesign.models import Statement
                data={f"statement-{s.pk}":"1" for s in world.round.statements.all()}
            cache.clear()
            with CaptureQueriesContext(connection) as captured:
                ans=client.post(url,data)
                q=[x["sql"] for x in captured]
            transaction.set_rollback(True)
        writes[f"{row.name} as {role} {ans.status_code}"]=q
    with open("/tmp/queries-writes.txt","w") as f:
        f.write("\n".join(f"{len(q):3} {sum('SAVEPOINT' in x for x in q)} savepoints {k}" for k,q in sorted(writes.items(), key=lambda i:-len(i[1]))))
        f.write("\n\n"+told({k:q for k,q in writes.items() if len(q)>8}))
