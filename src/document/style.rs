//! How an element looks by its own attributes: whether it conceals its text, and colours, which its children inherit. Style sheets are not
//! evaluated: what they hide stays in the text.

use super::concealed::conceals;

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
    look.hidden |= conceals(style);
    for rule in style.split(';').take(64) {
        let Some((property, value)) = rule.split_once(':') else { continue };
        let value = value.trim().trim_end_matches("!important");
        match property.trim().to_ascii_lowercase().as_str() {
            "color" => look.colours.text = colour(value).or(look.colours.text),
            // A picture or a gradient may have any colour.
            "background" | "background-color" => look.colours.ground = colour(value),
            _ => {}
        }
    }
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
    let mut next = || parts.next()?.ok().map(|n| n.clamp(0.0, 255.0));
    let rgb = [next()? as u8, next()? as u8, next()? as u8];
    // What is seen through has the colour of what is behind it.
    next().is_none_or(|alpha| alpha >= 0.5).then_some(rgb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_inherited() {
        let sheet = look(&|a| (a == "bgcolor").then(|| "white".to_owned()), Colours::default());
        let text = look(&|a| (a == "color").then(|| "#fefefe".to_owned()), sheet.colours);
        let below = look(&|_| None, text.colours);
        assert_eq!((sheet.hidden, text.hidden, below.hidden), (false, true, false));
    }
}
