#!/bin/sh
# Rebuilds the apps of the corpus, all of them or those named:   corpus/build.sh [NAME...]
#
#   ANDROID_JAR    framework classes of API 23       (Debian: libandroid-23-java)
#   FRAMEWORK_RES  framework-res.apk                 (Debian: android-framework-res)
#   D8_JAR         a jar that holds D8 and R8
#   AAPT ZIPALIGN APKSIGNER DEXDUMP JAVAC JAVA CC    found on PATH where not set
#
# Only python3's standard library is used. The defaults are the places where Debian puts the files; see build.py.
set -eu
exec python3 "$(dirname "$0")/build.py" "$@"
