//! Inline styles that keep text from a reader's eyes (CSS 2.2: display, visibility, font-size, colour on the same colour; and the usual ways
//! to put a box where nobody looks). Style sheets are not evaluated: what they hide stays in the text.

/// Colours in force, as far as elements say them themselves.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Colours {
    text: Option<[u8; 3]>,
    ground: Option<[u8; 3]>,
}

/// What an element's own attributes say of how it looks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Look {
    pub hidden: bool,
    pub colours: Colours,
}

/// Colours this near are the same to the eye, in each channel.
const NEAR: u8 = 12;

pub(super) fn look(attribute: &dyn Fn(&str) -> Option<String>, above: Colours) -> Look {
    let mut look = Look { hidden: false, colours: above };
    let before = above;
    if let Some(c) = attribute("bgcolor").and_then(|v| colour(&v)) {
        look.colours.ground = Some(c);
    }
    for name in ["color", "text"] {
        if let Some(c) = attribute(name).and_then(|v| colour(&v)) {
            look.colours.text = Some(c);
        }
    }
    if let Some(style) = attribute("style") {
        read(&style, &mut look);
    }
    let near = |a: [u8; 3], b: [u8; 3]| a.iter().zip(b).all(|(a, b)| a.abs_diff(b) <= NEAR);
    if look.colours != before && look.colours.text.zip(look.colours.ground).is_some_and(|(a, b)| near(a, b)) {
        look.hidden = true;
    }
    look
}

fn read(style: &str, look: &mut Look) {
    let style: String = style.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect();
    let mut away = false;
    let (mut placed, mut flat, mut clipped) = (false, false, false);
    for rule in style.split(';') {
        let Some((property, value)) = rule.split_once(':') else { continue };
        let value = value.trim_end_matches("!important");
        match property {
            "display" => look.hidden |= value == "none",
            "visibility" => look.hidden |= value == "hidden" || value == "collapse",
            "opacity" => look.hidden |= value.parse::<f32>().is_ok_and(|v| v < 0.05),
            "font-size" => look.hidden |= length(value).is_some_and(|(n, unit)| n == 0.0 || (n <= 1.0 && matches!(unit, "px" | "pt"))),
            "font" => look.hidden |= value.starts_with("0/") || value.starts_with("0px"),
            "text-indent" => look.hidden |= far(value),
            "transform" => look.hidden |= value.contains("scale(0)"),
            "clip" => clipped |= value.starts_with("rect(0") || value.starts_with("rect(1px,1px"),
            "clip-path" => look.hidden |= value == "inset(50%)" || value == "inset(100%)",
            "position" => placed = value == "absolute" || value == "fixed",
            "left" | "top" | "right" | "bottom" | "margin-left" => away |= far(value),
            "height" | "width" | "max-height" | "max-width" => flat |= length(value).is_some_and(|(n, _)| n == 0.0),
            "overflow" if value == "hidden" => look.hidden |= flat || after_flat(&style),
            "color" => {
                if value == "transparent" {
                    look.hidden = true;
                }
                look.colours.text = colour(value).or(look.colours.text);
            }
            "background" | "background-color" => {
                look.colours.ground = colour(value).or(if value == "transparent" { look.colours.ground } else { None })
            }
            _ => {}
        }
    }
    look.hidden |= placed && (away || clipped);
}

/// A box without height or width that shows nothing of what overflows it, in either order.
fn after_flat(style: &str) -> bool {
    style
        .split(';')
        .filter_map(|r| r.split_once(':'))
        .any(|(p, v)| matches!(p, "height" | "width" | "max-height" | "max-width") && length(v).is_some_and(|(n, _)| n == 0.0))
}

fn length(value: &str) -> Option<(f32, &str)> {
    let at = value.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(value.len());
    let (number, unit) = value.split_at_checked(at)?;
    Some((number.parse().ok()?, unit))
}

/// Beyond the left or upper edge of any screen.
fn far(value: &str) -> bool {
    length(value).is_some_and(|(n, unit)| match unit {
        "px" | "pt" | "" => n <= -900.0,
        "em" | "rem" => n <= -60.0,
        "%" | "vw" | "vh" => n <= -100.0,
        _ => false,
    })
}

fn colour(value: &str) -> Option<[u8; 3]> {
    let value = value.trim().to_ascii_lowercase();
    match value.as_str() {
        "white" => return Some([255; 3]),
        "black" => return Some([0; 3]),
        "snow" => return Some([255, 250, 250]),
        _ => {}
    }
    if let Some(digits) = value.strip_prefix('#').filter(|d| d.is_ascii()) {
        let pair = |i: usize| match digits.len() {
            3 | 4 => digits.get(i..i.checked_add(1)?).and_then(|d| u8::from_str_radix(d, 16).ok()).map(|d| d << 4 | d),
            6 | 8 => digits.get(i.checked_mul(2)?..i.checked_mul(2)?.checked_add(2)?).and_then(|d| u8::from_str_radix(d, 16).ok()),
            _ => None,
        };
        return Some([pair(0)?, pair(1)?, pair(2)?]);
    }
    let inner = value.strip_prefix("rgba(").or(value.strip_prefix("rgb("))?.strip_suffix(')')?;
    let mut parts = inner.split([',', ' ', '/']).filter(|p| !p.is_empty()).map(|p| p.trim().parse::<f32>());
    let mut next = || parts.next()?.ok().map(|n| n.clamp(0.0, 255.0) as u8);
    Some([next()?, next()?, next()?])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hidden(style: &str) -> bool {
        look(&|a| (a == "style").then(|| style.to_owned()), Colours::default()).hidden
    }

    #[test]
    fn styles_that_hide() {
        for style in [
            "display: none",
            "DISPLAY:NONE !important",
            "visibility:hidden",
            "font-size:0",
            "font-size: 1px",
            "opacity:0",
            "color:#fff;background:#FFFFFF",
            "color:white; background-color: rgb(255, 255, 255)",
            "color:transparent",
            "position:absolute;left:-9999px",
            "text-indent:-9999px",
            "height:0;overflow:hidden",
            "overflow:hidden; max-height: 0",
            "position:absolute; clip: rect(0,0,0,0)",
        ] {
            assert!(hidden(style), "{style}");
        }
        for style in [
            "display:block",
            "font-size:10px",
            "color:#fff;background:#000",
            "color:white",
            "left:-20px",
            "opacity:.5",
            "height:0",
            "font-size:1em",
        ] {
            assert!(!hidden(style), "{style}");
        }
    }

    #[test]
    fn colours_are_inherited() {
        let sheet = look(&|a| (a == "bgcolor").then(|| "white".to_owned()), Colours::default());
        let text = look(&|a| (a == "color").then(|| "#fefefe".to_owned()), sheet.colours);
        let below = look(&|_| None, text.colours);
        assert_eq!((sheet.hidden, text.hidden, below.hidden), (false, true, false));
    }
}
