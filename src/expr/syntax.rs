//! From text to a syntax tree, with byte offsets. Excel's precedence; names are the metrics' Chinese names,
//! plain or, with anything in them, in square brackets.
//!
//! Tokens are read with winnow; operators are put together by precedence climbing.

use std::ops::Range;

use rust_decimal::Decimal;
use winnow::Parser;
use winnow::combinator::{alt, delimited, opt};
use winnow::error::ContextError;
use winnow::token::{any, one_of, take_till, take_while};

use super::{Comparison, ExprError, Operator};

/// Deepest nesting of brackets and signs; Excel itself allows 64.
const MAX_DEPTH: usize = 64;

/// A node and where it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    pub span: Range<usize>,
    pub kind: NodeKind,
}

/// What stands there.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    Number { value: Decimal, percent: bool },
    Text(String),
    Name(String),
    Negate(Box<Node>),
    Arithmetic(Operator, Box<Node>, Box<Node>),
    Compare(Comparison, Box<Node>, Box<Node>),
    Call(String, Vec<Node>),
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number(Decimal),
    Text(String),
    Name(String),
    Bracketed(String),
    Operator(Operator),
    Comparison(Comparison),
    Percent,
    Open,
    Close,
    Comma,
}

/// Parses a whole expression.
///
/// # Errors
/// The first place that does not fit, as a byte offset with a sentence and, where there is one, a way out.
pub fn parse(text: &str) -> Result<Node, ExprError> {
    let tokens = tokens(text)?;
    let mut parser = Climber {
        tokens: &tokens,
        next: 0,
        end: text.len(),
        depth: 0,
    };
    let node = parser.comparison()?;
    match parser.peek() {
        None => Ok(node),
        Some((_, span)) => Err(ExprError::new(
            span.start,
            format!("此处多出了“{}”", &text[span.clone()]),
        )),
    }
}

fn tokens(text: &str) -> Result<Vec<(Token, Range<usize>)>, ExprError> {
    let mut rest = text;
    let mut tokens = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Ok(tokens);
        }
        let start = text.len() - rest.len();
        let token = token(&mut rest).map_err(|_| unexpected(text, start))?;
        tokens.push((token, start..text.len() - rest.len()));
    }
}

fn token(input: &mut &str) -> Result<Token, ContextError> {
    alt((
        number,
        delimited('"', quoted, '"').map(Token::Text),
        delimited('[', take_till(1.., |c| c == ']' || c == '\n'), ']')
            .map(|name: &str| Token::Bracketed(name.trim().to_string())),
        name,
        operator,
    ))
    .parse_next(input)
}

fn number(input: &mut &str) -> Result<Token, ContextError> {
    let digits = |c: char| c.is_ascii_digit();
    (take_while(1.., digits), opt(('.', take_while(1.., digits))))
        .take()
        .verify_map(|text: &str| text.parse().ok())
        .map(Token::Number)
        .parse_next(input)
}

/// The inside of a quoted text; a doubled quote stands for one.
fn quoted(input: &mut &str) -> Result<String, ContextError> {
    let mut text = String::new();
    loop {
        let plain: &str = take_till(0.., |c| c == '"' || c == '\n').parse_next(input)?;
        text.push_str(plain);
        if opt("\"\"").parse_next(input)?.is_none() {
            return Ok(text);
        }
        text.push('"');
    }
}

fn name(input: &mut &str) -> Result<Token, ContextError> {
    (
        one_of(|c: char| c.is_alphabetic() || c == '_'),
        take_while(0.., |c: char| {
            c.is_alphanumeric() || matches!(c, '_' | '·' | '、')
        }),
    )
        .take()
        .map(|name: &str| Token::Name(name.to_string()))
        .parse_next(input)
}

fn operator(input: &mut &str) -> Result<Token, ContextError> {
    alt((
        "<>".value(Token::Comparison(Comparison::NotEqual)),
        "<=".value(Token::Comparison(Comparison::LessOrEqual)),
        ">=".value(Token::Comparison(Comparison::GreaterOrEqual)),
        any.verify_map(|c| {
            Some(match c {
                '<' => Token::Comparison(Comparison::Less),
                '>' => Token::Comparison(Comparison::Greater),
                '=' => Token::Comparison(Comparison::Equal),
                '+' => Token::Operator(Operator::Add),
                '-' => Token::Operator(Operator::Subtract),
                '*' => Token::Operator(Operator::Multiply),
                '/' => Token::Operator(Operator::Divide),
                '%' => Token::Percent,
                '(' => Token::Open,
                ')' => Token::Close,
                ',' => Token::Comma,
                _ => return None,
            })
        }),
    ))
    .parse_next(input)
}

/// Why no token starts at the offset: full-width punctuation gets the half-width twin as a way out.
fn unexpected(text: &str, offset: usize) -> ExprError {
    let found = text[offset..].chars().next().unwrap_or(' ');
    let half_width = match found {
        '，' | '、' => Some(","),
        '（' => Some("("),
        '）' => Some(")"),
        '＋' => Some("+"),
        '－' | '−' | '—' | '–' => Some("-"),
        '＊' | '×' => Some("*"),
        '／' | '÷' => Some("/"),
        '＝' => Some("="),
        '＜' => Some("<"),
        '＞' => Some(">"),
        '≤' => Some("<="),
        '≥' => Some(">="),
        '≠' => Some("<>"),
        '％' => Some("%"),
        '“' | '”' | '＂' => Some("\""),
        _ => None,
    };
    match (found, half_width) {
        (_, Some(half_width)) => {
            ExprError::new(offset, format!("不能使用“{found}”")).hint(format!(
                "请改用半角符号 {half_width} ；如果它是名称的一部分，请把整个名称放进方括号 [ ]"
            ))
        }
        ('"', None) => ExprError::new(offset, "文字缺少右引号".into()),
        ('[', None) => ExprError::new(offset, "名称缺少右方括号 ]".into()),
        _ if found.is_ascii_digit() => ExprError::new(offset, "数字太长，无法精确表示".into()),
        _ => ExprError::new(offset, format!("不认识的符号“{found}”")),
    }
}

/// Puts tokens together, weakest operator first.
struct Climber<'t> {
    tokens: &'t [(Token, Range<usize>)],
    next: usize,
    end: usize,
    depth: usize,
}

impl<'t> Climber<'t> {
    fn peek(&self) -> Option<&'t (Token, Range<usize>)> {
        self.tokens.get(self.next)
    }

    fn offset(&self) -> usize {
        self.peek().map_or(self.end, |(_, span)| span.start)
    }

    fn comparison(&mut self) -> Result<Node, ExprError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(ExprError::new(self.offset(), "括号嵌套太深".into()));
        }
        let mut left = self.operation(1)?;
        while let Some((Token::Comparison(comparison), _)) = self.peek() {
            self.next += 1;
            let right = self.operation(1)?;
            left = Node {
                span: left.span.start..right.span.end,
                kind: NodeKind::Compare(*comparison, Box::new(left), Box::new(right)),
            };
        }
        self.depth -= 1;
        Ok(left)
    }

    fn operation(&mut self, weakest: u8) -> Result<Node, ExprError> {
        let mut left = self.signed()?;
        while let Some((Token::Operator(operator), _)) = self.peek() {
            if operator.precedence() < weakest {
                break;
            }
            self.next += 1;
            let right = self.operation(operator.precedence() + 1)?;
            left = Node {
                span: left.span.start..right.span.end,
                kind: NodeKind::Arithmetic(*operator, Box::new(left), Box::new(right)),
            };
        }
        Ok(left)
    }

    fn signed(&mut self) -> Result<Node, ExprError> {
        let start = self.offset();
        let mut negative = false;
        let mut signs = 0;
        while let Some((Token::Operator(sign @ (Operator::Subtract | Operator::Add)), _)) =
            self.peek()
        {
            negative ^= *sign == Operator::Subtract;
            signs += 1;
            self.next += 1;
        }
        let node = self.percent()?;
        if signs == 0 || !negative {
            return Ok(node);
        }
        Ok(Node {
            span: start..node.span.end,
            kind: NodeKind::Negate(Box::new(node)),
        })
    }

    /// A term with any number of % behind it.
    fn percent(&mut self) -> Result<Node, ExprError> {
        let mut node = self.term()?;
        while let Some((Token::Percent, span)) = self.peek() {
            self.next += 1;
            node = match node.kind {
                NodeKind::Number {
                    value,
                    percent: false,
                } => Node {
                    span: node.span.start..span.end,
                    kind: NodeKind::Number {
                        value: value / Decimal::ONE_HUNDRED,
                        percent: true,
                    },
                },
                _ => {
                    return Err(ExprError::new(span.start, "百分号只能写在数字后面".into()));
                }
            };
        }
        Ok(node)
    }

    fn term(&mut self) -> Result<Node, ExprError> {
        let Some((token, span)) = self.peek() else {
            return Err(ExprError::new(self.end, "表达式没有写完".into()));
        };
        self.next += 1;
        let kind = match token {
            Token::Number(value) => NodeKind::Number {
                value: *value,
                percent: false,
            },
            Token::Text(text) => NodeKind::Text(text.clone()),
            Token::Bracketed(name) => NodeKind::Name(name.clone()),
            Token::Name(name) if matches!(self.peek(), Some((Token::Open, _))) => {
                self.next += 1;
                let arguments = self.arguments()?;
                let end = self.close()?;
                return Ok(Node {
                    span: span.start..end,
                    kind: NodeKind::Call(name.clone(), arguments),
                });
            }
            Token::Name(name) => NodeKind::Name(name.clone()),
            Token::Open => {
                let inner = self.comparison()?;
                let end = self.close()?;
                return Ok(Node {
                    span: span.start..end,
                    kind: inner.kind,
                });
            }
            _ => {
                return Err(ExprError::new(
                    span.start,
                    "此处应为数字、名称、函数或左括号".into(),
                ));
            }
        };
        Ok(Node {
            span: span.clone(),
            kind,
        })
    }

    fn arguments(&mut self) -> Result<Vec<Node>, ExprError> {
        let mut arguments = Vec::new();
        if matches!(self.peek(), Some((Token::Close, _))) {
            return Ok(arguments);
        }
        loop {
            arguments.push(self.comparison()?);
            match self.peek() {
                Some((Token::Comma, _)) => self.next += 1,
                _ => return Ok(arguments),
            }
        }
    }

    fn close(&mut self) -> Result<usize, ExprError> {
        match self.peek() {
            Some((Token::Close, span)) => {
                self.next += 1;
                Ok(span.end)
            }
            _ => Err(ExprError::new(self.offset(), "此处缺少右括号 )".into())),
        }
    }
}
