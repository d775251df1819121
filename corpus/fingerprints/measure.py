#!/usr/bin/env python3
"""measure.py BINARIES --d8 D8.JAR --platform ANDROID.JAR --apksweep BIN [--only NAME] [--work DIR]

How well SDKs are recognised whose names are gone. For each case of cases.toml an app is built from the vendor's binaries, once as they are
(D8) and once by R8 with every class renamed and moved into one package, vendor keep rules ignored. Fingerprints are made anew from
BINARIES: for `same` from all of them, for `later` from all but the case's own, so that only older versions of the SDK are known.

Which SDKs are in the renamed app says R8's own mapping: wanted is an SDK of which at least LEAST classes are left; an SDK of which fewer
are left may be told or not. BINARIES is a folder of JAR and AAR files, looked through in depth; they are the vendors' and not part of this
repository. Needs Java 17, Python 3.11."""
import argparse, fnmatch, json, re, shutil, subprocess, sys, tempfile, tomllib, zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
LEAST = 10
RULES = """-dontwarn **
-ignorewarnings
-repackageclasses a
-allowaccessmodification
-keep,allowobfuscation class * extends android.app.Activity { public *; }
-keep,allowobfuscation class * extends android.app.Service { public *; }
-keep,allowobfuscation class * extends android.content.BroadcastReceiver { public *; }
-keep,allowobfuscation class * extends android.content.ContentProvider { public *; }
"""

def run(*args):
    done = subprocess.run([str(a) for a in args], capture_output=True, text=True)
    if done.returncode not in (0, 1) or (done.returncode == 1 and args[0] == "java"):
        raise RuntimeError(f"{args[0]} {args[3:6]}: {done.stderr[-1500:]}")
    return done.stdout

def classes(path, into):
    """The JAR files in a binary."""
    if path.suffix == ".jar":
        return [path]
    out = []
    with zipfile.ZipFile(path) as z:
        for n in z.namelist():
            if n == "classes.jar" or re.fullmatch(r"libs/[^/]+\.jar", n):
                target = into / f"{path.parent.name}-{path.stem}-{Path(n).name}"
                target.write_bytes(z.read(n))
                with zipfile.ZipFile(target) as inner:
                    if any(m.endswith(".class") for m in inner.namelist()):
                        out.append(target)
    return out

def owners():
    """Package prefix to SDK id, broad ones as None."""
    table = {}
    for f in sorted((ROOT / "signatures/sdk").glob("*.toml")):
        d = tomllib.loads(f.read_text())
        table.update({p: None for p in d.get("broad_packages", []) if p not in table})
        table.update({p: d["id"] for p in d.get("packages", [])})
    return table

def owner(table, name):
    while name:
        if name in table:
            return table[name]
        name = name.rpartition(".")[0]
    return None

def package(dex_zip, out):
    """An app: the manifest of a corpus app, and this code."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z, zipfile.ZipFile(dex_zip) as d, zipfile.ZipFile(ROOT / "corpus/apps/egg-timer/app.apk") as m:
        z.writestr("AndroidManifest.xml", m.read("AndroidManifest.xml"))
        for n in d.namelist():
            if n.endswith(".dex"):
                z.writestr(n, d.read(n))

def merged(jars, out):
    """One JAR of all: vendors bundle the same helper in two of theirs, which D8 and R8 refuse. The first counts."""
    seen = set()
    with zipfile.ZipFile(out, "w") as z:
        for jar in jars:
            with zipfile.ZipFile(jar) as j:
                for n in j.namelist():
                    if n.endswith(".class") and not n.endswith("-info.class") and not n.startswith("META-INF/") and n not in seen:
                        seen.add(n)
                        z.writestr(n, j.read(n))
    return out

def build(case, jars, a, work):
    """(plain app, renamed app, {SDK: classes left in the renamed one}, SDKs of the plain one)"""
    plain, renamed = work / f"{case['name']}-plain.apk", work / f"{case['name']}-renamed.apk"
    mapping = work / f"{case['name']}.map"
    if not renamed.exists():
        jar, rules = merged(jars, work / "in.jar"), work / "rules.pro"
        options = ("--release", "--lib", a.platform, "--min-api", "21")
        run("java", "-Xmx3g", "-cp", a.d8, "com.android.tools.r8.D8", *options, "--output", work / "d8.zip", jar)
        package(work / "d8.zip", plain)
        entries = "".join(f"-keep,allowobfuscation class {e} {{ public *; }}\n" for e in case["entry"])
        # This R8 ends with an error of its own where a class to be merged lacks its parent: then without optimising.
        for extra in ("", "-dontoptimize\n"):
            rules.write_text(RULES + extra + entries)
            try:
                run("java", "-Xmx3g", "-cp", a.d8, "com.android.tools.r8.R8", *options, "--pg-conf", rules, "--pg-map-output", mapping, "--output", work / "r8.zip", jar)
                break
            except RuntimeError:
                if extra: raise
                print(f"{case['name']}: not optimised, R8 fails otherwise", file=sys.stderr)
        package(work / "r8.zip", renamed)
    table, left, given = owners(), {}, set()
    for jar in jars:
        with zipfile.ZipFile(jar) as z:
            given |= {owner(table, n[:-6].replace("/", ".")) for n in z.namelist() if n.endswith(".class")}
    left.update({library: 1 for library in case.get("inside", [])})
    for line in mapping.read_text().splitlines():
        m = re.match(r"(\S+) -> (\S+):$", line)
        if m and (sdk := owner(table, m[1])):
            left[sdk] = left.get(sdk, 0) + 1
    return plain, renamed, left, given

def found(app, a, signatures):
    report = json.loads(run(a.apksweep, "check", app, "--format", "json", "--signatures", signatures))
    return {s["id"]: s for s in report["sdks"] if s["confidence"] != "hint"}

def fingerprints(a, files, into):
    """A copy of signatures/ with fingerprints made from these files alone."""
    shutil.copytree(ROOT / "signatures", into, ignore=shutil.ignore_patterns("fingerprint"))
    (into / "fingerprint").mkdir()
    run(a.apksweep, "signatures", "fingerprint", *files, "--against", a.platform, "--signatures", into, "-o", into / "fingerprint")
    return into

def main():
    p = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    p.add_argument("binaries", type=Path)
    p.add_argument("--d8", type=Path, required=True)
    p.add_argument("--platform", type=Path, required=True)
    p.add_argument("--apksweep", type=Path, default=ROOT / "target/debug/apksweep")
    p.add_argument("--only", nargs="*")
    p.add_argument("--build", action="store_true", help="build the apps and stop")
    p.add_argument("--work", type=Path, default=Path(tempfile.gettempdir()) / "apksweep-fingerprints")
    a = p.parse_args()
    a.work.mkdir(parents=True, exist_ok=True)
    every = sorted(f for f in a.binaries.rglob("*") if f.suffix in (".jar", ".aar"))
    def named(what, most=1):
        name, _, digest = what.partition("@")
        hits = [f for f in every if fnmatch.fnmatchcase(f.name, name) and f.parent.name.startswith(digest)]
        if not hits: print(f"not here: {what}", file=sys.stderr)
        return hits[:most]
    total = {}
    with tempfile.TemporaryDirectory() as tmp:
        tmp = Path(tmp)
        if not a.build:
            whole = fingerprints(a, every, tmp / "all")
            print(f"fingerprints: {len(list((whole / 'fingerprint').iterdir()))}")
        for case in tomllib.loads((HERE / "cases.toml").read_text())["case"]:
            if a.only and case["name"] not in a.only: continue
            files = [f for w in case["binaries"] for f in named(w)]
            jars = [j for f in files for j in classes(f, tmp)]
            if not jars: continue
            try: plain, renamed, left, given = build(case, jars, a, a.work)
            except RuntimeError as e: print(f"{case['name']}: {e}", file=sys.stderr); continue
            if a.build:
                print(f"{case['name']:22} {sorted((n, s) for s, n in left.items())[::-1]}", flush=True)
                continue
            runs = [("plain", plain, whole), ("same", renamed, whole)]
            if case.get("later"):
                newer = {f for w in case["later"] for f in named(w, None)}
                old = fingerprints(a, [f for f in every if f not in newer], tmp / f"old-{case['name']}")
                runs.append(("later", renamed, old))
            for kind, app, signatures in runs:
                told = found(app, a, signatures)
                printed = {f.stem for f in (signatures / "fingerprint").iterdir()}
                wanted = {s for s, n in left.items() if n >= LEAST and (kind == "plain" or s in printed)}
                if kind == "later": wanted &= set(case["sdk"])
                right, false = wanted & told.keys(), {s for s in told if s not in (given if kind == 'plain' else left)}
                missed = wanted - told.keys()
                unseen = {s for s, n in left.items() if n >= LEAST} - printed if kind == "same" else set()
                t = total.setdefault(kind, [0, 0, 0])
                for i, x in enumerate((right, false, missed)): t[i] += len(x)
                print(f"{case['name']:22} {kind:6} right {len(right)} false {sorted(false)} missed {[(s, left[s]) for s in sorted(missed)]}"
                      + (f" without fingerprint {sorted(unseen)}" if unseen else "") + (" NAMED " + str([s for s in told if not told[s]['renamed']]) if kind == "same" and any(not s["renamed"] for s in told.values()) else ""), flush=True)
    for kind, (right, false, missed) in total.items():
        print(f"{kind:6} right {right} false {false} missed {missed}  P {right / max(1, right + false):.3f}  R {right / max(1, right + missed):.3f}")

main()
