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

/// Deepest nesting of brackets and functions. Excel allows 64, and the formula around an expression
/// takes its share.
const MAX_DEPTH: usize = 32;

/// Tallest tree. A chain such as `1+1+1+…` leans to the left and grows by one with every operator, and
/// everything that walks over a tree goes one call deeper with every level.
const MAX_HEIGHT: usize = 128;

/// Most arguments of a function; Excel's own limit.
const MAX_ARGUMENTS: usize = 255;

/// Longest quoted text in characters; Excel's own limit within a formula.
const MAX_TEXT: usize = 255;

/// A node and where it stands in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Byte offsets into the expression's text.
    pub span: Range<usize>,
    /// What stands there.
    pub kind: NodeKind,
    /// How many levels there are from here down to the furthest leaf.
    height: usize,
}

/// What stands there.
#[derive(Clone, Debug, PartialEq)]
pub enum NodeKind {
    /// A number; `percent` remembers that it was written so, its value is the ratio.
    Number {
        /// The value: 0.1 for `10%`.
        value: Decimal,
        /// Whether a percent sign stood behind it.
        percent: bool,
    },
    /// A quoted text.
    Text(String),
    /// A name, without its square brackets.
    Name(String),
    /// A sign in front.
    Negate(Box<Node>),
    /// One of the four operations.
    Arithmetic(Operator, Box<Node>, Box<Node>),
    /// One of the six comparisons.
    Compare(Comparison, Box<Node>, Box<Node>),
    /// A function and its arguments.
    Call(String, Vec<Node>),
}

impl Node {
    fn new(span: Range<usize>, kind: NodeKind) -> Node {
        let below = match &kind {
            NodeKind::Number { .. } | NodeKind::Text(_) | NodeKind::Name(_) => 0,
            NodeKind::Negate(inner) => inner.height,
            NodeKind::Arithmetic(_, left, right) | NodeKind::Compare(_, left, right) => {
                left.height.max(right.height)
            }
            NodeKind::Call(_, arguments) => arguments
                .iter()
                .map(|argument| argument.height)
                .max()
                .unwrap_or_default(),
        };
        Node {
            span,
            kind,
            height: below + 1,
        }
    }
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
        .verify_map(|text: &str| Decimal::from_str_exact(text).ok())
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
        '“' | '”' | '＂' | '「' | '」' => Some("\""),
        '［' | '【' => Some("["),
        '］' | '】' => Some("]"),
        _ => None,
    };
    match (found, half_width) {
        (_, Some(half_width)) => ExprError::new(offset, format!("不能使用符号 {found}")).hint(
            format!("请改用半角的 {half_width}；如果它是名称的一部分，请把整个名称放进方括号 [ ]"),
        ),
        ('"', None) => ExprError::new(offset, "文字缺少右引号".into()),
        ('[', None) => ExprError::new(offset, "名称缺少右方括号 ]".into()),
        ('\'', None) => ExprError::new(offset, "不认识的符号“'”".into())
            .hint("文字请写在双引号里，如 \"是\"".into()),
        ('&' | '^', None) => ExprError::new(offset, format!("不支持运算“{found}”"))
            .hint("可用的运算：+ - * / 和比较 = <> < <= > >=".into()),
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

    /// A whole expression: operations, compared or not.
    fn comparison(&mut self) -> Result<Node, ExprError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            let message = format!("括号和函数嵌套超过 {MAX_DEPTH} 层");
            return Err(
                ExprError::new(self.offset(), message).hint("请简化，或拆成几个评分项".into())
            );
        }
        let mut left = self.operation(1)?;
        while let Some((Token::Comparison(comparison), _)) = self.peek() {
            self.next += 1;
            let right = self.operation(1)?;
            left = self.joined(left, right, |left, right| {
                NodeKind::Compare(*comparison, left, right)
            })?;
        }
        self.depth -= 1;
        Ok(left)
    }

    /// Terms joined by operators that bind at least so strongly.
    fn operation(&mut self, weakest: u8) -> Result<Node, ExprError> {
        let mut left = self.signed()?;
        while let Some((Token::Operator(operator), _)) = self.peek() {
            if operator.precedence() < weakest {
                break;
            }
            self.next += 1;
            let right = self.operation(operator.precedence() + 1)?;
            left = self.joined(left, right, |left, right| {
                NodeKind::Arithmetic(*operator, left, right)
            })?;
        }
        Ok(left)
    }

    /// Two operands as one node, unless the tree grows too tall.
    fn joined(
        &self,
        left: Node,
        right: Node,
        kind: impl FnOnce(Box<Node>, Box<Node>) -> NodeKind,
    ) -> Result<Node, ExprError> {
        let start = right.span.start;
        let span = left.span.start..right.span.end;
        let node = Node::new(span, kind(Box::new(left), Box::new(right)));
        if node.height > MAX_HEIGHT {
            return Err(ExprError::new(start, "表达式太长".into())
                .hint("请拆成几个评分项，或用 SUM 相加".into()));
        }
        Ok(node)
    }

    /// A term with any number of signs in front. As in Excel, a sign binds tighter than any operator.
    fn signed(&mut self) -> Result<Node, ExprError> {
        let start = self.offset();
        let mut negative = false;
        while let Some((Token::Operator(sign @ (Operator::Subtract | Operator::Add)), _)) =
            self.peek()
        {
            negative ^= *sign == Operator::Subtract;
            self.next += 1;
        }
        let node = self.percent()?;
        if !negative {
            return Ok(node);
        }
        let span = start..node.span.end;
        Ok(Node::new(span, NodeKind::Negate(Box::new(node))))
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
                } => Node::new(
                    node.span.start..span.end,
                    NodeKind::Number {
                        value: value / Decimal::ONE_HUNDRED,
                        percent: true,
                    },
                ),
                _ => {
                    return Err(ExprError::new(span.start, "百分号只能写在数字后面".into())
                        .hint("如要除以 100，请写 / 100".into()));
                }
            };
        }
        Ok(node)
    }

    /// A number, a text, a name, a function, or an expression in brackets.
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
            Token::Text(text) if text.chars().count() > MAX_TEXT => {
                let message = format!("引号里的文字超过 {MAX_TEXT} 个字");
                return Err(ExprError::new(span.start, message));
            }
            Token::Text(text) => NodeKind::Text(text.clone()),
            Token::Bracketed(name) => NodeKind::Name(name.clone()),
            Token::Name(name) if matches!(self.peek(), Some((Token::Open, _))) => {
                self.next += 1;
                let arguments = self.arguments()?;
                let end = self.close()?;
                let kind = NodeKind::Call(name.clone(), arguments);
                return Ok(Node::new(span.start..end, kind));
            }
            Token::Name(name) => NodeKind::Name(name.clone()),
            Token::Open => {
                let inner = self.comparison()?;
                let end = self.close()?;
                return Ok(Node {
                    span: span.start..end,
                    ..inner
                });
            }
            _ => {
                return Err(ExprError::new(
                    span.start,
                    "此处应为数字、名称、函数或左括号".into(),
                ));
            }
        };
        Ok(Node::new(span.clone(), kind))
    }

    fn arguments(&mut self) -> Result<Vec<Node>, ExprError> {
        let mut arguments = Vec::new();
        if matches!(self.peek(), Some((Token::Close, _))) {
            return Ok(arguments);
        }
        loop {
            let offset = self.offset();
            arguments.push(self.comparison()?);
            if arguments.len() > MAX_ARGUMENTS {
                let message = format!("函数的参数超过 {MAX_ARGUMENTS} 个");
                return Err(ExprError::new(offset, message));
            }
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
