"""Scenarios of any size, each large in one thing: parts, classes, suppliers, faults."""

BASE = """
[timeline]
start = 2026-01-01
horizon = "60 days"
[company]
opening_cash = 100_000_000
[product.phone]
price = 1999
{phone}
[supplier.one]
{one}
[factory.main]
[market]
reach = 1000
innovation = 1
imitation = 1.5
choice = "none"
[window.shop]
kind = "open"
opens = 2026-01-10
"""
PART = """[component.{name}]
supplier = "{supplier}"
unit_cost = {cost}
lead_time = "10 days"
policy = "order_up_to"
order_up_to_level = 1000
{more}
"""


def scenario(parts, phone="", one="", more=""):
    named = ", ".join(f"{name} = 1" for name, *_ in parts)
    phone = f"parts = {{ {named} }}\n{phone}" if parts else phone
    lists = "".join(
        PART.format(name=name, supplier=supplier, cost=cost, more=own) for name, supplier, cost, own in parts
    )
    return BASE.format(phone=phone, one=one) + lists + more


def parts(n, cost=lambda at: "1", own=lambda at: "", supplier=lambda at: "one"):
    return [(f"p{at}", supplier(at), cost(at), own(at)) for at in range(n)]


def bill(folder, n, cell="10 days"):
    with open(folder / "bill.csv", "w") as file:
        file.write("name,quantity,supplier,unit_cost,lead_time,policy,order_up_to_level\n")
        file.writelines(f"p{at},1,one,1,{cell},order_up_to,1000\n" for at in range(n))
    return scenario([], phone='bom = "bill.csv"')


def one_class(folder, n):
    return bill(folder, n)


def wrong_cells(folder, n):
    return bill(folder, n, cell="10")


def unnamed_suppliers(folder, n):
    return scenario(parts(n, supplier=lambda at: f"sharq{at}"))


def classes(folder, n):
    return scenario(parts(n, own=lambda at: f"minimum_order = {at + 1}"))


def classes_by_defects(folder, n):
    return scenario(parts(n, own=lambda at: f"defect_rate = {at / n / 10}"))


def cost_groups(folder, n):
    return scenario(parts(n, own=lambda at: f"erosion_per_quarter = {at / n / 10}"))


def lead_times(folder, n):
    return scenario(parts(n, own=lambda at: f"lead_time_cv = {0.1 + at / n / 10}"))


def pacing(folder, n):
    return scenario(parts(n, own=lambda at: "pacing = true"))


def inputs(folder, n):
    return scenario(parts(n, cost=lambda at: "{ uniform = { low = 1, high = 2 } }"))


def suppliers(folder, n):
    more = "".join(f"[supplier.s{at}]\nregion = \"r{at}\"\n" for at in range(n))
    return scenario(parts(n, supplier=lambda at: f"s{at}"), more=more)


def endorsers(folder, n):
    more = "".join(
        f'[supplier.s{at}]\nacceptance = 0.5\nendorsed_by = ["s{at - 1}"]\n'
        f"acceptance_endorsed = 0.9\n"
        for at in range(1, n)
    )
    return scenario(parts(2, supplier=lambda at: f"s{n - 1}"), more="[supplier.s0]\n" + more)


def disruptions(folder, n):
    more = "".join(
        f'[disruption.d{at}]\ncomponent = "p{at}"\neffect = "halt"\nfrom = 2026-01-20\nlength = "1 day"\n' for at in range(n)
    )
    return scenario(parts(n), more=more)


def expenses(folder, n):
    more = "".join(f'[expense.e{at}]\nkind = "other"\namount = 1\ndate = 2026-01-20\n' for at in range(n))
    return scenario(parts(2), more=more)


def streams(folder, n):
    more = "".join(f"[order_stream.o{at}]\nnet_price = 1000\ndaily_orders = [[2026-01-20, 1]]\n" for at in range(n))
    return scenario(parts(2), more=more)


def unknown_keys(folder, n):
    return scenario(parts(2), one="\n".join(f"lead_tme{at} = 1" for at in range(n)))


def unused_suppliers(folder, n):
    return scenario(parts(2), more="".join(f"[supplier.s{at}]\n" for at in range(n)))


def extends(folder, n):
    (folder / "f0.toml").write_text(scenario(parts(2)))
    for at in range(1, n):
        (folder / f"f{at}.toml").write_text(f'extends = "f{at - 1}.toml"\n')
    return f'extends = "f{n - 1}.toml"\n'


def overrides(folder, n):
    (folder / "base.toml").write_text(inputs(folder, n))
    return 'extends = "base.toml"\n' + "".join(f"[component.p{at}]\nunit_cost = 2\n" for at in range(n))


def alike_warnings(folder, n):
    return scenario(parts(2), more="".join(f"[component.u{at}]\nsupplier = \"one\"\nunit_cost = 1\nlead_time = \"9 days\"\n" for at in range(n)))


CASES = {
    name: make
    for name, make in list(globals().items())
    if callable(make) and name not in ("scenario", "parts", "bill")
}
