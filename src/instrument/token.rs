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

/// Pairs of a column and a text that it is compared with: by `=`, `<>`, `IN`, or `has`.
pub(super) fn compared(tokens: &[Token]) -> Vec<(&str, &str)> {
    let mut pairs = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Token::Word(column) = token else { continue };
        let mut rest = tokens.iter().skip(at + 1).peekable();
        let negated = |token: &&Token| matches!(token, Token::Word(word) if is(word, "NOT"));
        let _ = rest.next_if(negated);
        match rest.next() {
            Some(Token::Word(word)) if is(word, "IN") => {
                let inside = rest.skip(1).take_while(|token| **token != Token::Mark(')'));
                pairs.extend(inside.filter_map(text).map(|code| (column.as_str(), code)));
            }
            Some(Token::Mark('=' | '<' | '>' | ',')) => {
                let _ = rest.next_if(|token| matches!(token, Token::Mark('>' | '=')));
                let has = at.checked_sub(2).and_then(|before| tokens.get(before));
                let in_has = matches!(has, Some(Token::Word(word)) if is(word, "has"));
                let comma = tokens.get(at + 1) == Some(&Token::Mark(','));
                if in_has || !comma {
                    pairs.extend(
                        rest.next()
                            .and_then(text)
                            .map(|code| (column.as_str(), code)),
                    );
                }
            }
            _ => {}
        }
    }
    pairs
}

/// Columns that are compared by order: with `<`, `>`, or BETWEEN.
pub(super) fn ordered(tokens: &[Token]) -> Vec<&str> {
    let mut columns = Vec::new();
    for (at, token) in tokens.iter().enumerate() {
        let Token::Word(column) = token else { continue };
        let mut rest = tokens.iter().skip(at + 1).peekable();
        let negated = |token: &&Token| matches!(token, Token::Word(word) if is(word, "NOT"));
        let _ = rest.next_if(negated);
        let by_order = match rest.next() {
            Some(Token::Word(word)) => is(word, "BETWEEN"),
            Some(Token::Mark('<')) => rest.next() != Some(&Token::Mark('>')),
            Some(Token::Mark('>')) => true,
            _ => false,
        };
        if by_order {
            columns.push(column.as_str());
        }
    }
    columns
}

fn is(word: &str, keyword: &str) -> bool {
    word.eq_ignore_ascii_case(keyword)
}

fn text(token: &Token) -> Option<&str> {
    match token {
        Token::Text(text) => Some(text),
        _ => None,
    }
}
