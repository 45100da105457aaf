"""check_json.py FILE: is the JSON of a run of iwmod_bench whole? Every part is there, every row has sound figures."""
import json
import math
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    run = json.load(file)

faults = []


def sound(stats, where):
    values = [stats.get(key) for key in ("least", "median", "most")]
    if not all(isinstance(v, (int, float)) and math.isfinite(v) and v >= 0 for v in values):
        faults.append(f"{where}: {stats}")
    elif not values[0] <= values[1] <= values[2]:
        faults.append(f"{where}: not in order: {stats}")


if run.get("format") != 1:
    faults.append("not format 1")
for row in run["rows"]:
    where = f"{row['part']} {row['input']} {row['what']}"
    sound(row["value"], where)
    if not row["unit"]:
        faults.append(where + ": no unit")
    for name in ("ratio", "cpu_ratio"):
        if name in row:
            sound(row[name], where + " " + name)
            if not row.get("against"):
                faults.append(where + ": a ratio to nothing")

names = {(row["part"], row["input"], row["what"]) for row in run["rows"]}
for kind in ("4-line", "1000-line", "25 MB"):
    for part, what in (("a", "Xerces-C++ SAX2, validating"), ("a", "libxml2 SAX, validating"), ("a", "pugixml, parsing alone"),
                       ("b", "iwmod end to end, 1 worker"), ("b", "iwmod end to end, 2 workers"),
                       ("b", "stage: validate and parse"), ("b", "stage: load facts"), ("b", "stage: commits")):
        if (part, kind, what) not in names:
            faults.append(f"no row {part} {kind} {what}")
for part in "abcde":
    if not any(row["part"] == part for row in run["rows"]):
        faults.append(f"nothing of part {part}")
if not run["targets"]:
    faults.append("no targets")

for fault in faults:
    print(fault)
sys.exit(1 if faults else 0)
