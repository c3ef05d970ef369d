namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

/// <summary>What a token is; the words are those of OpenQASM 3, of which OpenQASM 2 knows a part.</summary>
internal enum TokenKind : byte
{
    End, Failed, Identifier, Integer, Float, String, HardwareQubit, Annotation, Pragma,
    LeftParenthesis, RightParenthesis, LeftBracket, RightBracket, LeftBrace, RightBrace,
    Semicolon, Comma, Colon, Dot, Arrow, At, Hash, Assign, CompoundAssign,
    Plus, Minus, Star, Slash, Percent, Power, Concatenate,
    Ampersand, Pipe, Caret, AndAnd, OrOr, Tilde, Exclamation,
    Equal, NotEqual, Less, LessEqual, Greater, GreaterEqual, ShiftLeft, ShiftRight,

    OpenQasm, Include, Qubit, Qreg, Bit, Creg, Int, Uint, Float_, Angle, Bool, Complex, Duration, Stretch, Array, Void,
    Const, Input, Output, Let, Gate, Def, Extern, Cal, Defcal, DefcalGrammar, Opaque,
    Measure, Reset, Barrier, Delay, Box, Nop, If, Else, For, In, While, Switch, Case, Default, Break, Continue, End_, Return,
    Ctrl, NegCtrl, Inv, Pow, GPhase, True, False, DurationOf, ReadOnly, Mutable,
}

/// <summary>A token: its kind and the characters [<see cref="Start"/>, <see cref="Stop"/>) of the text.</summary>
internal readonly record struct Token(TokenKind Kind, int Start, int Stop)
{
    public int Length => Stop - Start;
}
