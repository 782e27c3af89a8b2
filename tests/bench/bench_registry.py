"""What the registry costs when it is full: the service mapping matrix and its import.

500 services with 40 versions each in 40 releases (20,000 versions, 20,000 cells) are
generated in SQL. Each call of the matrix is timed three times, the best one counts,
with its queries and the size of its answer.
"""

import json

LIMIT_SECONDS = 1.0
LIMIT_QUERIES = 12

GENERATE = """
cr = env.cr
cr.execute('''
    INSERT INTO digit_service (name, code, active)
    SELECT jsonb_build_object('en_US', 'Bench ' || n), 'bench-' || n, TRUE
      FROM generate_series(1, 500) n;
    INSERT INTO digit_release (name, state, release_date)
    SELECT 'Bench ' || r, 'published', DATE '2020-01-01' + 60 * r
      FROM generate_series(1, 40) r;
''')
from odoo.addons.digit_support.tools import versions
names = [f"{v // 8 + 1}.{v % 8}.0" for v in range(40)]
keys = [versions.get_sort_key(versions.parse(name)) for name in names]
majors = [v // 8 + 1 for v in range(40)]
cr.execute('''
    INSERT INTO digit_service_version
                (service_id, name, major, is_prerelease, precedence, release_date,
                 opened_date, superseded_date, support_end_date)
    SELECT s.id, v.name, v.major, FALSE, v.precedence, r.release_date,
           DATE '2020-01-01' + 60 * (8 * (v.major - 1) + 1),
           CASE WHEN v.major < 4
                THEN DATE '2020-01-01' + 60 * (8 * (v.major + 1) + 1) END,
           CASE WHEN v.major < 4
                THEN DATE '2020-01-01' + 60 * (8 * (v.major + 1) + 1) - 1 END
      FROM digit_service s
     CROSS JOIN unnest(%s, %s, %s) WITH ORDINALITY
             AS v (name, major, precedence, number)
      JOIN digit_release r ON r.name = 'Bench ' || v.number
     WHERE s.code LIKE 'bench-%%';
    INSERT INTO digit_release_line (release_id, version_id, service_id)
    SELECT r.id, v.id, v.service_id
      FROM digit_service_version v
      JOIN digit_service s ON s.id = v.service_id
      JOIN digit_release r ON r.release_date = v.release_date
     WHERE s.code LIKE 'bench-%%';
    INSERT INTO digit_product_digit_service_rel (digit_product_id, digit_service_id)
    SELECT (SELECT min(id) FROM digit_product), id
      FROM digit_service WHERE code LIKE 'bench-%%0';
    ANALYZE;
''', [names, majors, keys])
cr.commit()
"""

MEASURE = """
import json, time
mapping = env["digit.service.mapping"].with_user(env.ref("base.user_admin"))
product = env["digit.product"].search([], limit=1, order="id")
last = env["digit.release"].search([], limit=1, offset=30)
service = env["digit.service"].search([("code", "=", "bench-250")])

def measure(work):
    best = None
    for _round in range(3):
        env.invalidate_all()
        count, start = env.cr.sql_log_count, time.perf_counter()
        found = work()
        spent = time.perf_counter() - start, env.cr.sql_log_count - count
        best = min(best or spent, spent)
    return [*best, len(json.dumps(found, default=str))]

pages = {
    "newest page": measure(lambda: mapping.get_page()),
    "last page": measure(
        lambda: mapping.get_page(service_offset=480, release_offset=28)
    ),
    "search": measure(lambda: mapping.get_page(search="bench-49")),
    "product": measure(lambda: mapping.get_page(product_id=product.id)),
    "with a version": measure(lambda: mapping.get_page(mapped_only=True)),
    "from a release": measure(lambda: mapping.get_page(release_id=last.id)),
    "versions of a service": measure(lambda: mapping.get_versions(service.id)),
}
rows = {
    model: env[model].search_count([])
    for model in ("digit.service", "digit.service.version", "digit.release.line")
}
start = time.perf_counter()
content = mapping._export()
export = time.perf_counter() - start

import base64
wizard = env["digit.service.import"].create(
    {"file": base64.b64encode(content), "file_name": "matrix.xlsx"}
)
start = time.perf_counter()
wizard.action_preview()
same = time.perf_counter() - start, wizard.same_count

text = "service,Bench 1\\n" + "".join(f"bench-{n},9.{n}.0\\n" for n in range(1, 501))
wizard = env["digit.service.import"].create(
    {"file": base64.b64encode(text.encode()), "file_name": "list.csv"}
)
count, start = env.cr.sql_log_count, time.perf_counter()
wizard.action_preview()
wizard.action_import()
env.flush_all()
changed = time.perf_counter() - start, env.cr.sql_log_count - count
print(json.dumps({
    "pages": pages,
    "rows": rows,
    "export": [export, len(content)],
    "import, nothing new": same,
    "import, 500 versions": changed,
}))
env.cr.rollback()
"""


def test_matrix_of_a_full_registry(copy_database, odoo_shell, capsys):
    with copy_database("bench_registry") as database:
        odoo_shell(database, GENERATE)
        found = json.loads(odoo_shell(database, MEASURE).splitlines()[-1])
    with capsys.disabled():
        print_figures(found)
    for name, (seconds, queries, _size) in found["pages"].items():
        assert seconds < LIMIT_SECONDS, name
        assert queries <= LIMIT_QUERIES, name


def print_figures(found):
    print(f"\nThe mapping matrix with {found['rows']}")
    for name, (seconds, queries, size) in found["pages"].items():
        print(f"  {name:24}{seconds * 1e3:7.0f} ms {queries:3} queries {size:8} bytes")
    for name in ("export", "import, nothing new", "import, 500 versions"):
        seconds, *counts = found[name]
        print(f"  {name:24}{seconds:7.2f} s  {counts}")
