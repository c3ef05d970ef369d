namespace Orleans.QuantumMesh.Core.Circuits.Expressions;

internal enum ExpressionOperator : byte
{
    Add, Subtract, Multiply, Divide, Remainder, Power,
    BitAnd, BitOr, BitXor, ShiftLeft, ShiftRight,
    Equal, NotEqual, Less, LessOrEqual, Greater, GreaterOrEqual, And, Or,
    Negate, Not, Complement,
}
