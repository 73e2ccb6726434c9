//! The words of a condition: enough of SQL to see that it is one closed expression.

/// One word of a condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A name or keyword, as written.
    Word(String),
    /// A text between quotes, unescaped.
    Text(String),
    /// A number as written.
    Number(String),
    /// Anything else, one character.
    Mark(char),
}

/// Splits a condition; none for an open quote, a comment, a semicolon, or brackets that do not
/// pair, all of which could reach out of the brackets into which it is put.
pub(super) fn tokens(sql: &str) -> Option<Vec<Token>> {
    let mut found = Vec::new();
    let mut chars = sql.chars().peekable();
    let mut depth = 0_i32;
    while let Some(c) = chars.next() {
        match c {
            '\'' => found.push(Token::Text(quoted(&mut chars)?)),
            ';' | '"' | '`' | '[' | '?' | '@' | '$' | '#' => return None,
            '-' if chars.peek() == Some(&'-') => return None,
            '/' if chars.peek() == Some(&'*') => return None,
            _ if c.is_whitespace() => {}
            _ if c.is_alphabetic() || c == '_' => {
                let mut word = String::from(c);
                while let Some(c) = chars.next_if(|c| c.is_alphanumeric() || *c == '_') {
                    word.push(c);
                }
                found.push(Token::Word(word));
            }
            _ if c.is_ascii_digit() => {
                let mut number = String::from(c);
                while let Some(c) = chars.next_if(|c| c.is_ascii_digit() || *c == '.') {
                    number.push(c);
                }
                found.push(Token::Number(number));
            }
            _ => {
                depth += i32::from(c == '(') - i32::from(c == ')');
                if depth < 0 {
                    return None;
                }
                found.push(Token::Mark(c));
            }
        }
    }
    (depth == 0 && !found.is_empty()).then_some(found)
}

fn quoted(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<String> {
    let mut text = String::new();
    loop {
        match chars.next()? {
            '\'' if chars.next_if_eq(&'\'').is_some() => text.push('\''),
            '\'' => return Some(text),
            c => text.push(c),
        }
    }
}

/// Says whether the keyword stands in the condition.
pub(super) fn has_word(tokens: &[Token], keyword: &str) -> bool {
    tokens
        .iter()
        .any(|token| matches!(token, Token::Word(word) if word.eq_ignore_ascii_case(keyword)))
}
