"""prints counts"""
import os, pytest
from tests.access import test_query_counts as t
from tests.access.test_query_counts import make_world, make_many, of_every_page, told
@pytest.mark.django_db
def test_print():
    world = make_world()
    a = of_every_page(world)
    make_many(world, 2)
    b = of_every_page(world)
    make_many(world, 30)
    c = of_every_page(world)
    with open("/tmp/queries-counts.txt","w") as f:
        for page in a:
            f.write(f"{len(a[page]):3} {len(b[page]):3} {len(c[page]):3} {page}\n")
    with open("/tmp/queries-sql.txt","w") as f:
        for page in c:
            if max(len(c[page]),len(a[page]))>10 or len(c[page])>len(b[page]):
                f.write(told({page: a[page]}) + "\n---- many\n"+told({page:c[page]})+"\n\n")
