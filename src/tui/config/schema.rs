//! The JSON schema of `config.toml`, for editors that complete and check while one types.

use serde_json::{Map, Value as Json, json};

use super::{Setting, Takes, settings};
use crate::lang::Lang;
use crate::tui::command;

/// The schema; out of the same tables that the reader goes by.
pub fn schema(lang: Lang) -> Json {
    let mut properties: Map<String, Json> = settings().iter().map(|one| (one.name.to_owned(), of(one, lang))).collect();
    properties.insert("keys".to_owned(), keys(lang));
    properties.insert("view".to_owned(), views(lang));
    json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "mingmai config.toml",
        "type": "object",
        "additionalProperties": false,
        "properties": properties,
    })
}

fn of(setting: &Setting, lang: Lang) -> Json {
    let mut schema = match setting.takes {
        Takes::Theme | Takes::Text => json!({ "type": "string", "minLength": 1, "maxLength": 100 }),
        Takes::Flag => json!({ "type": "boolean" }),
        Takes::Minutes(most) | Takes::Days(most) => json!({ "type": "integer", "minimum": 0, "maximum": most }),
        Takes::Words(words) => {
            let numbers = words.iter().filter_map(|word| word.parse::<u16>().ok());
            let all: Vec<Json> =
                words.iter().map(|word| json!(word)).chain(numbers.map(|number| json!(number))).collect();
            json!({ "enum": all })
        }
    };
    schema["description"] = json!(setting.about(lang));
    schema
}

fn keys(lang: Lang) -> Json {
    let chord = json!({ "type": "string", "minLength": 1 });
    let commands: Map<String, Json> = command::all()
        .map(|command| {
            let about = json!({ "$ref": "#/properties/keys/definitions/keys", "description": command.tip(lang) });
            (command.id.to_owned(), about)
        })
        .collect();
    // An id may be quoted or written with dots, which makes tables of its parts.
    let parts = json!({ "type": "object" });
    json!({
        "type": "object",
        "description": lang.pick("命令的按键", "keys of commands"),
        "definitions": { "keys": { "oneOf": [chord, { "type": "array", "items": chord, "minItems": 1 }] } },
        "properties": commands,
        "additionalProperties": parts,
    })
}

fn views(lang: Lang) -> Json {
    let text = json!({ "type": "string", "minLength": 1 });
    json!({
        "type": "array",
        "description": lang.pick("保存的视图", "saved views of findings"),
        "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["name", "filter"],
            "properties": { "name": text, "filter": text },
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_knows_what_the_reader_knows() {
        let schema = schema(Lang::En);
        let known: Vec<&str> = schema["properties"].as_object().unwrap().keys().map(String::as_str).collect();
        for setting in settings() {
            assert!(known.contains(&setting.name), "{}", setting.name);
        }
        assert_eq!(known.len(), settings().len() + 2);
        assert_eq!(schema["properties"]["colours"]["enum"], json!(["none", "16", "256", "rgb", 16, 256]));
        assert!(schema["properties"]["keys"]["properties"]["list.top"].is_object());
    }
}
