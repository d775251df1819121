//! Inline styles that keep text from a reader's eyes.

/// A length below this many pixels to the left or above the page is out of sight on any screen.
const OUT_OF_SIGHT: f32 = -900.0;

/// Whether an element with this `style` shows nothing of its text.
pub(super) fn conceals(style: &str) -> bool {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let rules: Vec<(&str, &str)> =
        style.split(';').take(64).filter_map(|r| r.split_once(':')).map(|(p, v)| (p, v.trim_end_matches("!important"))).collect();
    let value = |name: &str| rules.iter().rev().find(|r| r.0 == name).map(|r| r.1);
    let is = |name: &str, values: &[&str]| value(name).is_some_and(|v| values.contains(&v));
    let far = |name: &str| value(name).and_then(number).is_some_and(|n| n < OUT_OF_SIGHT);
    let none = |name: &str| value(name).and_then(number).is_some_and(|n| n == 0.0);
    let clipped = is("overflow", &["hidden", "clip"]);
    let placed = is("position", &["absolute", "fixed"]);
    // A saved page's text that an animation shows once it is scrolled to.
    let shown_later = value("animation-name").is_some();
    is("display", &["none"])
        || (!shown_later && is("visibility", &["hidden", "collapse"]))
        || (!shown_later && value("opacity").and_then(number).is_some_and(|n| n < 0.05))
        || value("font-size").is_some_and(|v| number(v).is_some_and(|n| n == 0.0 || (n <= 1.0 && v.ends_with("px"))))
        || (placed && (far("left") || far("top")))
        || far("text-indent")
        || (clipped && (none("height") || none("width") || none("max-height")))
        || is("transform", &["scale(0)", "scale(0,0)", "scalex(0)", "scaley(0)"])
        || (placed && is("clip", &["rect(0,0,0,0)", "rect(0000)", "rect(0px,0px,0px,0px)"]))
        || is("clip-path", &["inset(100%)", "inset(50%)"])
        || uncoloured(value("color"), value("background-color").or_else(|| value("background")))
}

fn number(value: &str) -> Option<f32> {
    let end = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(value.len());
    value.get(..end)?.parse().ok()
}

/// Text of no colour, or of the colour that the same style gives its ground. White text alone may stand on a dark page and is seen there.
fn uncoloured(text: Option<&str>, ground: Option<&str>) -> bool {
    let Some(text) = text.map(colour) else { return false };
    text == "transparent" || ground.map(colour).is_some_and(|g| g == text)
}

/// One spelling for each of the commonest colours.
fn colour(value: &str) -> String {
    let value = match value {
        "white" => "#ffffff",
        "black" => "#000000",
        "rgba(0,0,0,0)" => "transparent",
        "rgb(255,255,255)" | "rgba(255,255,255,1)" => "#ffffff",
        "rgb(0,0,0)" => "#000000",
        v => v,
    };
    match value.strip_prefix('#').filter(|h| h.chars().count() == 3) {
        Some(short) => std::iter::once('#').chain(short.chars().flat_map(|c| [c, c])).collect(),
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::conceals;

    #[test]
    fn styles() {
        for (style, hides) in [
            ("display: none", true),
            ("visibility: hidden", true),
            // What an animation shows once it is scrolled to; not what is taken out of the page.
            ("visibility: hidden; animation-name: none", false),
            ("display: none; animation-name: none", true),
            ("display:block;display:none !important", true),
            ("DISPLAY : NONE", true),
            ("opacity:.01", true),
            ("opacity:0.5", false),
            ("font-size:0", true),
            ("font-size:1px", true),
            ("font-size:1em", false),
            ("font-size:12px", false),
            ("color:#fff;background:#ffffff", true),
            ("color:#FFF; background-color: white", true),
            ("color:white", false),
            ("color:white;background:#000", false),
            ("color:transparent", true),
            ("position:absolute;left:-9999px", true),
            ("position:relative;left:-9999px", false),
            ("text-indent:-9999px", true),
            ("text-indent:-2em", false),
            ("text-indent:2em", false),
            ("height:0;overflow:hidden", true),
            ("height:0", false),
            ("height:0.5em;overflow:hidden", false),
            ("transform:scale(0)", true),
            ("transform:scale(1)", false),
            ("margin-left:-5px", false),
            ("", false),
        ] {
            assert_eq!(conceals(style), hides, "{style}");
        }
    }
}
