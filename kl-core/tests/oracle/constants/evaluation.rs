//! What a constant in the source is worth: literals, fractions, arrays, tuples, structs, and the
//! loop that fills an array.
//!
//! All numbers are doubles; so are the whole ones, which are small.

use super::written;
use crate::harness::Failure;
use std::collections::BTreeMap;

/// The expression of the constant of a name.
pub(super) type Named<'a> = &'a dyn Fn(&str) -> Option<&'a syn::Expr>;

/// The numbers that the expression is made of, in the order of the source.
pub(super) fn numbers<'a>(of: &syn::Expr, named: Named<'a>) -> Result<Vec<f64>, Failure> {
    let mut numbers = Vec::new();
    Evaluation::new(named).value(of)?.flatten(&mut numbers);
    Ok(numbers)
}

/// A number, or numbers in an array, a tuple or a struct.
#[derive(Clone)]
enum Value {
    Number(f64),
    List(Vec<Value>),
}

impl Value {
    fn number(&self) -> Result<f64, Failure> {
        match self {
            Value::Number(number) => Ok(*number),
            Value::List(_) => Err("a list where a number should be".into()),
        }
    }

    fn flatten(&self, into: &mut Vec<f64>) {
        match self {
            Value::Number(number) => into.push(*number),
            Value::List(values) => values.iter().for_each(|value| value.flatten(into)),
        }
    }
}

/// What an expression is worth.
struct Evaluation<'a> {
    named: Named<'a>,
    variables: BTreeMap<String, Value>,
}

impl<'a> Evaluation<'a> {
    fn new(named: Named<'a>) -> Self {
        let variables = BTreeMap::new();
        Evaluation { named, variables }
    }

    fn value(&mut self, of: &syn::Expr) -> Result<Value, Failure> {
        use syn::Expr;
        match of {
            Expr::Lit(literal) => match &literal.lit {
                syn::Lit::Float(number) => Ok(Value::Number(number.base10_parse()?)),
                syn::Lit::Int(number) => Ok(Value::Number(number.base10_parse()?)),
                _ => unknown(of),
            },
            Expr::Paren(inner) => self.value(&inner.expr),
            Expr::Cast(cast) => self.value(&cast.expr),
            Expr::Unary(syn::ExprUnary {
                op: syn::UnOp::Neg(_),
                expr,
                ..
            }) => Ok(Value::Number(-self.number(expr)?)),
            Expr::Binary(pair) => self.binary(pair),
            Expr::Path(path) => self.named(&written(path)),
            Expr::Index(item) => Ok(self.element(item)?.clone()),
            Expr::Array(array) => self.list(array.elems.iter()),
            Expr::Tuple(tuple) => self.list(tuple.elems.iter()),
            Expr::Struct(fields) => self.list(fields.fields.iter().map(|field| &field.expr)),
            Expr::Repeat(repeat) => {
                let (value, count) = (self.value(&repeat.expr)?, self.number(&repeat.len)?);
                Ok(Value::List(vec![value; count as usize]))
            }
            Expr::Block(block) => Ok(self.block(&block.block)?.ok_or("a block without value")?),
            _ => unknown(of),
        }
    }

    fn number(&mut self, of: &syn::Expr) -> Result<f64, Failure> {
        self.value(of)?.number()
    }

    fn list<'e>(&mut self, of: impl Iterator<Item = &'e syn::Expr>) -> Result<Value, Failure> {
        let values: Result<_, _> = of.map(|value| self.value(value)).collect();
        Ok(Value::List(values?))
    }

    fn binary(&mut self, pair: &syn::ExprBinary) -> Result<Value, Failure> {
        use syn::BinOp;
        let (a, b) = (self.number(&pair.left)?, self.number(&pair.right)?);
        Ok(Value::Number(match pair.op {
            BinOp::Add(_) => a + b,
            BinOp::Sub(_) => a - b,
            BinOp::Mul(_) => a * b,
            BinOp::Div(_) => a / b,
            BinOp::Lt(_) => f64::from(u8::from(a < b)),
            BinOp::AddAssign(_) => {
                *self.place(&pair.left)? = Value::Number(a + b);
                a + b
            }
            _ => return unknown(pair),
        }))
    }

    fn named(&mut self, name: &str) -> Result<Value, Failure> {
        if let Some(value) = self.variables.get(name) {
            return Ok(value.clone());
        }
        if name == "LN_2" {
            return Ok(Value::Number(std::f64::consts::LN_2));
        }
        match (self.named)(name) {
            Some(constant) => Evaluation::new(self.named).value(constant),
            None => Err(format!("what is {name}?").into()),
        }
    }

    /// The value of the last expression, after the statements before it.
    fn block(&mut self, block: &syn::Block) -> Result<Option<Value>, Failure> {
        let mut last = None;
        for statement in &block.stmts {
            last = None;
            match statement {
                syn::Stmt::Local(local) => {
                    let (syn::Pat::Ident(name), Some(start)) = (&local.pat, &local.init) else {
                        return unknown(local);
                    };
                    let value = self.value(&start.expr)?;
                    self.variables.insert(name.ident.to_string(), value);
                }
                syn::Stmt::Expr(syn::Expr::While(repeated), _) => {
                    while self.number(&repeated.cond)? != 0.0 {
                        self.block(&repeated.body)?;
                    }
                }
                syn::Stmt::Expr(syn::Expr::Assign(assignment), _) => {
                    let value = self.value(&assignment.right)?;
                    *self.place(&assignment.left)? = value;
                }
                syn::Stmt::Expr(value, _) => last = Some(self.value(value)?),
                _ => return unknown(statement),
            }
        }
        Ok(last)
    }

    /// What is assigned to.
    fn place(&mut self, of: &syn::Expr) -> Result<&mut Value, Failure> {
        match of {
            syn::Expr::Path(path) => {
                let name = written(path);
                let variable = self.variables.get_mut(&name);
                variable.ok_or_else(|| format!("what is {name}?").into())
            }
            syn::Expr::Index(item) => self.element(item),
            _ => unknown(of),
        }
    }

    fn element(&mut self, item: &syn::ExprIndex) -> Result<&mut Value, Failure> {
        let index = self.number(&item.index)? as usize;
        match self.place(&item.expr)? {
            Value::List(values) => values
                .get_mut(index)
                .ok_or_else(|| format!("there is no element {index}").into()),
            Value::Number(_) => Err("an element of a number".into()),
        }
    }
}

fn unknown<T>(what: &impl quote::ToTokens) -> Result<T, Failure> {
    let what = what.to_token_stream();
    Err(format!("kl-core/tests/oracle/constants/evaluation.rs cannot read `{what}`").into())
}
