use std::sync::OnceLock;

use ferrous_opencc::OpenCC;
use ferrous_opencc::config::BuiltinConfig;

/// Our corrections of the converted text, applied in order.
const CORRECTIONS: &str = include_str!("../../../assets/wording/zh-Hant-corrections.toml");

struct Converter {
    /// Absent only if the library cannot read its own dictionaries.
    opencc: Option<OpenCC>,
    corrections: Vec<(String, String)>,
}

/// Returns simplified Chinese text in traditional characters, with our corrections.
///
/// The first call loads the dictionaries, so that other languages never pay for them.
#[must_use]
pub fn to_traditional(text: &str) -> String {
    static CONVERTER: OnceLock<Converter> = OnceLock::new();
    let converter = CONVERTER.get_or_init(Converter::load);
    let Some(opencc) = &converter.opencc else {
        return text.to_owned();
    };
    let mut traditional = opencc.convert(text);
    for (from, to) in &converter.corrections {
        if traditional.contains(from) {
            traditional = traditional.replace(from, to);
        }
    }
    traditional
}

impl Converter {
    fn load() -> Self {
        let opencc = OpenCC::from_config(BuiltinConfig::S2tw).ok();
        let corrections = CORRECTIONS
            .parse::<toml::Table>()
            .ok()
            .and_then(|table| table.get("pairs")?.as_array().cloned())
            .unwrap_or_default()
            .iter()
            .filter_map(|pair| {
                let text = |index| pair.get(index)?.as_str().map(str::to_owned);
                Some((text(0)?, text(1)?))
            })
            .collect();
        Self {
            opencc,
            corrections,
        }
    }
}
