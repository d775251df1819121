#!/usr/bin/env python3
"""Builds the apps of the corpus from their sources, byte for byte the same on every run with the same tools. Called by build.sh.

An app is a folder: `source/` (what a build needs, with `recipe.toml`) gives `app.apk`, `app.xapk` or `app.apks`; `built.toml` keeps
the digests of both and the names of the tools. Nothing here looks at policies or at labels, except for `site` in labels.json: each
planted behaviour must stand in the instructions of the class it names, or the build fails.
"""
import hashlib
import json
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
APPS = HERE / "apps"
MORE = [HERE / "flows"]  # apps that are no whole case, scored by tests of their own
KEY = HERE / "throw-away-test-key.p12"  # public on purpose: it signs test apps and nothing else
ENV = os.environ.get
ANDROID_JAR = ENV("ANDROID_JAR", "/usr/share/java/com.android.android-23.jar")
FRAMEWORK_RES = ENV("FRAMEWORK_RES", "/usr/share/android-framework-res/framework-res.apk")
D8_JAR = ENV("D8_JAR", "/usr/share/java/d8.jar")
STAMP = (2024, 1, 1, 0, 0, 0)
JVM = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]


def tool(name):
    return ENV(name.upper(), name)


def run(*command, cwd=None):
    done = subprocess.run([str(c) for c in command], cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        raise RuntimeError(" ".join(str(c) for c in command[:4]) + "\n" + done.stdout[-4000:])
    return done.stdout


def tree_digest(root):
    """SHA-256 over (path, 0, length as 8 bytes little endian, bytes) of every file, in order of path."""
    digest = hashlib.sha256()
    files = sorted((p.relative_to(root).as_posix().encode(), p) for p in root.rglob("*") if p.is_file())
    for name, path in files:
        data = path.read_bytes()
        digest.update(name + b"\0" + len(data).to_bytes(8, "little") + data)
    return digest.hexdigest()


def digest(data):
    return hashlib.sha256(data).hexdigest()


def dex(classes, out, recipe, extra_classpath=(), rules=None):
    out.mkdir(parents=True, exist_ok=True)
    command = [tool("java"), *JVM, "-cp", D8_JAR]
    if rules:
        command += ["com.android.tools.r8.R8", "--pg-conf", rules]
    else:
        command += ["com.android.tools.r8.D8"]
        for c in extra_classpath:
            command += ["--classpath", c]
    command += ["--release", "--lib", ANDROID_JAR, "--min-api", str(recipe.get("min_api", 21)), "--output", out]
    run(*command, *sorted(classes))
    return [p.read_bytes() for p in sorted(out.glob("classes*.dex"), key=lambda p: (len(p.name), p.name))]


def compile_java(sources, obj, classpath):
    obj.mkdir(parents=True, exist_ok=True)
    flags = ["-encoding", "UTF-8", "-nowarn", "-Xlint:none", "-g:source,lines", "--release", "8"]
    run(tool("javac"), *["-J" + j for j in JVM], *flags, "-cp", os.pathsep.join(str(c) for c in classpath), "-d", obj, *sources)
    return sorted(obj.rglob("*.class"))


def sealed(plain):
    """XOR with xorshift32, the same that the loader's native half undoes (jni/jiagu.c)."""
    x, out = 0x2545F491, bytearray()
    for byte in plain:
        x ^= (x << 13) & 0xFFFFFFFF
        x ^= x >> 17
        x ^= (x << 5) & 0xFFFFFFFF
        out.append(byte ^ (x & 0xFF))
    return bytes(out)


def entries_of(root, work, recipe, base_obj=None, rules=None):
    """What stands in the APK of one module, as (name, bytes), before alignment and signing."""
    work.mkdir(parents=True, exist_ok=True)
    gen, obj, raw = work / "gen", work / "obj", work / "raw.apk"
    gen.mkdir()
    command = [tool("aapt"), "package", "-f", "-m", "-M", root / "AndroidManifest.xml", "-I", FRAMEWORK_RES, "-F", raw]
    if (root / "res").is_dir():
        command += ["-J", gen, "-S", root / "res"]
    if (root / "assets").is_dir():
        command += ["-A", root / "assets"]
    run(*command)
    with zipfile.ZipFile(raw) as z:
        entries = {n: z.read(n) for n in z.namelist()}
    classpath = [ANDROID_JAR] + ([base_obj] if base_obj else [])
    sources = sorted((root / "src").rglob("*.java")) + sorted(gen.rglob("*.java"))
    if sources:
        classes = compile_java(sources, obj, classpath)
        second = [c for c in classes if any(c.relative_to(obj).as_posix().startswith(p) for p in recipe.get("second_dex", []))]
        if second:
            first = [c for c in classes if c not in second]
            parts = dex(first, work / "dex1", recipe, [obj]) + dex(second, work / "dex2", recipe, [obj])
        else:
            parts = dex(classes, work / "dex1", recipe, classpath[1:], rules)
        for i, data in enumerate(parts):
            entries["classes%s.dex" % ("" if i == 0 else i + 1)] = data
    if (root / "hidden").is_dir():  # packed: this code is encrypted into an asset, only the loader stays in classes.dex
        hidden = compile_java(sorted((root / "hidden").rglob("*.java")), work / "hidden-obj", [ANDROID_JAR, obj])
        entries[recipe["hidden_asset"]] = sealed(dex(hidden, work / "hidden-dex", recipe, [obj])[0])
    for source in sorted((root / "jni").glob("*.c")) if (root / "jni").is_dir() else []:
        so = work / ("lib%s.so" % source.stem)
        run(ENV("CC", "cc"), "-shared", "-nostdlib", "-s", "-Os", "-Wl,--build-id=none,-z,norelro,-z,noseparate-code,-z,max-page-size=4096", "-o", so, source)
        entries["lib/x86_64/" + so.name] = so.read_bytes()
    return entries, obj


def write_zip(path, entries, stored=()):
    with zipfile.ZipFile(path, "w") as z:
        for name in sorted(entries):
            info = zipfile.ZipInfo(name, STAMP)
            info.compress_type = zipfile.ZIP_STORED if name in stored or name == "resources.arsc" else zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            z.writestr(info, entries[name])


def sign(entries, work, stored=()):
    unsigned, aligned, signed = work / "unsigned.apk", work / "aligned.apk", work / "signed.apk"
    write_zip(unsigned, entries, stored)
    run(tool("zipalign"), "-f", "4", unsigned, aligned)
    # RSA with PKCS#1 v1.5 padding: no randomness in any of the three schemes
    run(tool("apksigner"), "sign", "--ks", KEY, "--ks-type", "PKCS12", "--ks-pass", "pass:android", "--v4-signing-enabled", "false", "--out", signed, aligned)
    run(tool("apksigner"), "verify", signed)
    return signed.read_bytes()


def damage(data, tricks):
    """Marks entries so that archive tools refuse them and Android does not: the encryption bit, and a method that does not exist over stored bytes."""
    out = bytearray(data)
    end = data.rfind(b"PK\5\6")
    count, start = struct.unpack_from("<H", data, end + 10)[0], struct.unpack_from("<I", data, end + 16)[0]
    at, left = start, dict(tricks)
    for _ in range(count):
        name_len, extra, comment = struct.unpack_from("<HHH", data, at + 28)
        local = struct.unpack_from("<I", data, at + 42)[0]
        name = data[at + 46 : at + 46 + name_len].decode()
        todo = left.pop(name, [])
        if "encrypted" in todo:
            for flag in (at + 8, local + 6):
                struct.pack_into("<H", out, flag, struct.unpack_from("<H", out, flag)[0] | 1)
        if "method" in todo:
            for method in (at + 10, local + 8):
                assert struct.unpack_from("<H", out, method)[0] == 0, name + " is not stored"
                struct.pack_into("<H", out, method, 0x5A17)
        at += 46 + name_len + extra + comment
    assert not left, left
    return bytes(out)


def build_artifact(app, recipe, root, work):
    rules = app / "source" / "rules.pro" if recipe.get("shrink") else None
    stored = [n for n, tricks in recipe.get("damage", {}).items() if "method" in tricks]
    entries, obj = entries_of(root, work / "base", recipe, rules=rules)
    base = sign(entries, work / "base", stored)
    if "damage" in recipe:
        base = damage(base, recipe["damage"])
    kind = recipe.get("kind", "apk")
    if kind == "apk":
        return base
    modules = {}
    for split in sorted((root / "splits").iterdir()):
        part, _ = entries_of(split, work / split.name, recipe, base_obj=obj)
        modules[split.name] = sign(part, work / split.name)
    package = recipe["package"]
    if kind == "apks":
        outer = {"splits/base-master.apk": base, **{"splits/%s-master.apk" % n: d for n, d in modules.items()}}
    else:
        about = {"xapk_version": 2, "package_name": package, "split_apks": [{"file": package + ".apk", "id": "base"}] + [{"file": n + ".apk", "id": n} for n in modules]}
        outer = {"manifest.json": json.dumps(about).encode(), package + ".apk": base, **{n + ".apk": d for n, d in modules.items()}}
    path = work / "outer.zip"
    write_zip(path, outer, stored=list(outer))
    return path.read_bytes()


def dumped(data):
    """Instructions and constant values by class, over all DEX files of an APK or a bundle."""
    found = {}

    def one(blob):
        with tempfile.NamedTemporaryFile(suffix=".dex") as t:
            t.write(blob)
            t.flush()
            text = subprocess.run([tool("dexdump"), "-d", t.name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL).stdout.decode("utf-8", "replace")
        name = None
        for line in text.splitlines():
            m = re.match(r"\s+Class descriptor\s+: '(.*)'", line)
            if m:
                name = m[1]
            elif name and ("|" in line or "value" in line or "Superclass" in line):
                found.setdefault(name, []).append(line)

    def walk(blob):
        with tempfile.NamedTemporaryFile() as t:
            t.write(blob)
            t.flush()
            with zipfile.ZipFile(t.name) as z:
                for n in sorted(z.namelist()):
                    if re.fullmatch(r"classes\d*\.dex", n):
                        one(z.read(n))
                    elif n.endswith(".apk"):
                        walk(z.read(n))

    walk(data)
    return found


def check_sites(app, data, recipe):
    if not (app / "labels.json").exists():
        return 0
    labels = json.loads((app / "labels.json").read_text(encoding="utf-8"))
    if "damage" in recipe:  # unreadable for archive tools, which is its purpose: the clean twin is checked
        data = (APPS / recipe["variant_of"] / "app.apk").read_bytes()
    found = dumped(data)
    sites = [e["site"] for key in ("collections", "not_collections") for e in labels[key] if "site" in e] + labels.get("planted", [])
    bad = []
    for site in sites:
        stem = site["class"][:-1]
        body = [l for k, lines in found.items() if site["class"] == "*" or k == site["class"] or k.startswith(stem + "$") or k.startswith(stem + "-") for l in lines]
        for text in site["text"].split(" && "):
            if not any(text in line for line in body):
                bad.append("%s: no %s" % (site["class"], text))
    if bad:
        raise RuntimeError("planted behaviour missing\n  " + "\n  ".join(bad))
    return len(sites)


def versions():
    first = lambda *c: run(*c).strip().splitlines()[0]
    return {
        "javac": first(tool("javac"), "-version"),
        "d8": first(tool("java"), "-cp", D8_JAR, "com.android.tools.r8.D8", "--version"),
        "aapt": first(tool("aapt"), "version"),
        "apksigner": first(tool("apksigner"), "version"),
        "cc": first(ENV("CC", "cc"), "--version"),
        "android_jar_sha256": digest(Path(ANDROID_JAR).read_bytes()),
        "framework_res_sha256": digest(Path(FRAMEWORK_RES).read_bytes()),
        "key_sha256": digest(KEY.read_bytes()),
    }


def build(name, tools):
    app = next((d / name for d in [APPS, *MORE] if (d / name).is_dir()), APPS / name)
    recipe = tomllib.loads((app / "source" / "recipe.toml").read_text(encoding="utf-8"))
    root = APPS / recipe["variant_of"] / "source" if "variant_of" in recipe else app / "source"
    with tempfile.TemporaryDirectory() as t:
        data = build_artifact(app, recipe, root, Path(t))
    artifact = "app." + recipe.get("kind", "apk")
    (app / artifact).write_bytes(data)
    sites = check_sites(app, data, recipe)
    lines = ["# Written by corpus/build.sh; tests/corpus.rs compares.", 'artifact = "%s"' % artifact, 'artifact_sha256 = "%s"' % digest(data), 'source_sha256 = "%s"' % tree_digest(app / "source")]
    if "variant_of" in recipe:
        lines += ['variant_of = "%s"' % recipe["variant_of"], 'variant_source_sha256 = "%s"' % tree_digest(root)]
    lines += ["", "[tools]"] + ['%s = "%s"' % (k, v.replace('"', "'")) for k, v in tools.items()]
    (app / "built.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("%-22s %6d bytes  %d sites checked" % (name, len(data), sites))


def main():
    names = sys.argv[1:] or sorted(p.name for d in [APPS, *MORE] for p in d.iterdir() if (p / "source" / "recipe.toml").exists())
    for path in (ANDROID_JAR, FRAMEWORK_RES, D8_JAR):
        if not Path(path).exists():
            sys.exit("no file %s: set ANDROID_JAR, FRAMEWORK_RES and D8_JAR" % path)
    tools, failed = versions(), 0
    for name in names:
        try:
            build(name, tools)
        except (RuntimeError, OSError, KeyError, AssertionError, json.JSONDecodeError) as e:
            failed += 1
            print("%s FAILED: %s" % (name, e))
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
