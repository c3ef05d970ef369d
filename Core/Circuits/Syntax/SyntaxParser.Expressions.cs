using System.Globalization;
using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

internal sealed partial class SyntaxParser
{
    private const int UnaryPrecedence = 11;
    private const int PowerPrecedence = 12;
    private static readonly LiteralSyntax Nothing = new(0, 0, LiteralKind.Integer, 0, 0, 0);

    private ExpressionSyntax Expression() => Expression(0);

    private ExpressionSyntax Expression(int minimum)
    {
        Enter(current.Start);
        var left = Prefix();
        while (!failed)
        {
            var token = current;
            var kind = token.Kind == TokenKind.Caret && (IsVersion2 || caretIsPower) ? TokenKind.Power : token.Kind;
            var precedence = Precedence(kind);
            if (precedence < 0 || precedence < minimum)
            {
                break;
            }

            Advance();
            var right = Expression(kind == TokenKind.Power ? UnaryPrecedence : precedence + 1);
            if (failed)
            {
                break;
            }

            left = Bounded(new BinarySyntax(token, kind, left, right));
        }

        depth--;
        return left;
    }

    private T Bounded<T>(T expression)
        where T : ExpressionSyntax
    {
        if (expression.Size > options.MaximumExpressionSize)
        {
            throw diagnostics.Limit("expression_size", $"an expression has more than {options.MaximumExpressionSize} literals, names and operators", expression.Start, expression.Start + 1);
        }

        return expression;
    }

    private static int Precedence(TokenKind kind) => kind switch
    {
        TokenKind.OrOr => 1,
        TokenKind.AndAnd => 2,
        TokenKind.Pipe => 3,
        TokenKind.Caret => 4,
        TokenKind.Ampersand => 5,
        TokenKind.Equal or TokenKind.NotEqual => 6,
        TokenKind.Less or TokenKind.LessEqual or TokenKind.Greater or TokenKind.GreaterEqual => 7,
        TokenKind.ShiftLeft or TokenKind.ShiftRight => 8,
        TokenKind.Plus or TokenKind.Minus => 9,
        TokenKind.Star or TokenKind.Slash or TokenKind.Percent => 10,
        TokenKind.Power => PowerPrecedence,
        _ => -1,
    };

    private ExpressionSyntax Prefix()
    {
        var token = current;
        if (token.Kind is TokenKind.Minus or TokenKind.Tilde or TokenKind.Exclamation || (token.Kind == TokenKind.Plus && IsVersion2))
        {
            Advance();
            return Bounded(new UnarySyntax(token.Start, token.Kind, Expression(UnaryPrecedence)));
        }

        return Postfix(Primary());
    }

    private ExpressionSyntax Postfix(ExpressionSyntax target)
    {
        var links = 0;
        while (Is(TokenKind.LeftBracket) && !failed)
        {
            Enter(current.Start);
            links++;
            Advance();
            var indices = Index();
            Expect(TokenKind.RightBracket, "']'");
            target = Bounded(new IndexSyntax(target, indices, previousStop));
        }

        depth -= links;
        return target;
    }

    /// <summary>What stands in brackets: a set, or ranges and expressions, separated by commas.</summary>
    private ExpressionSyntax[] Index()
    {
        if (Is(TokenKind.LeftBrace))
        {
            return [Set()];
        }

        var items = new List<ExpressionSyntax>(1);
        do
        {
            if (Is(TokenKind.RightBracket) && items.Count > 0)
            {
                break;
            }

            items.Add(RangeOrExpression());
        }
        while (!failed && Accept(TokenKind.Comma));
        return [.. items];
    }

    private ExpressionSyntax RangeOrExpression()
    {
        var start = current.Start;
        var first = Is(TokenKind.Colon) ? null : Expression();
        if (!Accept(TokenKind.Colon))
        {
            return first!;
        }

        bool IsEnd() => Is(TokenKind.Colon) || Is(TokenKind.RightBracket) || Is(TokenKind.Comma);
        var second = IsEnd() ? null : Expression();
        if (!Accept(TokenKind.Colon))
        {
            return new RangeSyntax(start, previousStop, first, null, second);
        }

        var third = IsEnd() ? null : Expression();
        return new RangeSyntax(start, previousStop, first, second, third);
    }

    private SetSyntax Set()
    {
        var start = current.Start;
        Enter(start);
        Expect(TokenKind.LeftBrace, "'{'");
        var items = new List<ExpressionSyntax>();
        while (!failed && !Is(TokenKind.RightBrace))
        {
            items.Add(Is(TokenKind.LeftBrace) ? Set() : Expression());
            if (!Accept(TokenKind.Comma))
            {
                break;
            }
        }

        Expect(TokenKind.RightBrace, "'}'");
        depth--;
        return Bounded(new SetSyntax(start, previousStop, [.. items]));
    }

    private ExpressionSyntax Primary()
    {
        var token = current;
        switch (token.Kind)
        {
            case TokenKind.Integer:
            case TokenKind.Float:
                return Number(token);
            case TokenKind.String:
                return Bits(token);
            case TokenKind.True:
            case TokenKind.False:
                Advance();
                return new LiteralSyntax(token.Start, token.Stop, LiteralKind.Bool, token.Kind == TokenKind.True ? 1 : 0, 0, 0);
            case TokenKind.HardwareQubit:
                return HardwareQubit(token);
            case TokenKind.Identifier:
                Advance();
                return Is(TokenKind.LeftParenthesis) ? Call(token) : new NameSyntax(token.Start, token.Stop, Written(token));
            case TokenKind.LeftParenthesis:
                Advance();
                var inner = Expression();
                Expect(TokenKind.RightParenthesis, "')'");
                return inner;
            case TokenKind.DurationOf:
                return DurationOf(token);
            case TokenKind.Measure:
                Fail("measure_in_expression", "a measurement is no part of an expression", token, "store it in a bit first");
                return Nothing;
            default:
                if (IsScalarType(token.Kind))
                {
                    return Cast();
                }

                Fail("syntax", token.Kind == TokenKind.End ? "an expression is missing at the end of the program"
                    : token.Kind >= TokenKind.OpenQasm ? $"'{Shown(token)}' is a keyword, where an expression is needed"
                    : $"an expression is missing before '{Shown(token)}'", token);
                return Nothing;
        }
    }

    private CastSyntax Cast()
    {
        var type = Type();
        if (Expect(TokenKind.LeftParenthesis, "'('"))
        {
            var operand = Expression();
            Expect(TokenKind.RightParenthesis, "')'");
            return Bounded(new CastSyntax(type, operand, previousStop));
        }

        return new CastSyntax(type, Nothing, previousStop);
    }

    private CallSyntax Call(Token name)
    {
        var arguments = Arguments();
        return Bounded(new CallSyntax(name.Start, previousStop, Written(name), arguments));
    }

    /// <summary>From '(' to ')'.</summary>
    private ExpressionSyntax[] Arguments()
    {
        Expect(TokenKind.LeftParenthesis, "'('");
        if (Accept(TokenKind.RightParenthesis))
        {
            return [];
        }

        var arguments = new List<ExpressionSyntax>(2);
        do
        {
            if (Is(TokenKind.RightParenthesis) && !IsVersion2)
            {
                break;
            }

            arguments.Add(Expression());
        }
        while (!failed && Accept(TokenKind.Comma));
        Expect(TokenKind.RightParenthesis, "')'");
        return [.. arguments];
    }

    private DurationOfSyntax DurationOf(Token token)
    {
        Advance();
        Expect(TokenKind.LeftParenthesis, "'('");
        var body = Block();
        Expect(TokenKind.RightParenthesis, "')'");
        return new DurationOfSyntax(token.Start, previousStop, body);
    }

    private HardwareQubitSyntax HardwareQubit(Token token)
    {
        Advance();
        return int.TryParse(text.AsSpan(token.Start + 1, token.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new HardwareQubitSyntax(token.Start, token.Stop, number)
            : throw diagnostics.Limit("qubits", $"physical qubit {Shown(token)} is beyond the {options.MaximumQubits} qubits that are allowed", token.Start, token.Stop);
    }

    private LiteralSyntax Bits(Token token)
    {
        Advance();
        var written = text.AsSpan(token.Start + 1, token.Length - 2);
        var value = BigInteger.Zero;
        var width = 0;
        var isWell = text[token.Start] == '"' && written.Length > 0 && written[0] != '_' && written[^1] != '_';
        if (written.Length > options.MaximumWidth * 2)
        {
            throw diagnostics.Limit("width", $"a bit string has more than {options.MaximumWidth} bits", token.Start, token.Stop);
        }

        for (var i = 0; i < written.Length && isWell; i++)
        {
            if (written[i] is '0' or '1')
            {
                value = (value << 1) | (written[i] == '1' ? 1 : 0);
                width++;
            }
            else
            {
                isWell = written[i] == '_' && written[i - 1] != '_';
            }
        }

        if (!isWell)
        {
            Fail("bad_bit_string", "a bit string holds the characters 0 and 1 only", token);
        }

        return new LiteralSyntax(token.Start, token.Stop, LiteralKind.Bits, value, 0, width);
    }

    private LiteralSyntax Number(Token token)
    {
        Advance();
        var unit = Is(TokenKind.Identifier) ? text.AsSpan(current.Start, current.Length) : default;
        if (token.Kind == TokenKind.Float || caretIsPower || unit is "im" or "dt" or "ns" or "us" or "µs" or "μs" or "ms" or "s")
        {
            var value = RealValue(token);
            if (unit is "im" && !IsVersion2)
            {
                Advance();
                return new LiteralSyntax(token.Start, previousStop, LiteralKind.Imaginary, 0, value, 0);
            }

            var seconds = IsVersion2 ? 0 : unit switch { "dt" => -1, "ns" => 1e-9, "us" or "µs" or "μs" => 1e-6, "ms" => 1e-3, "s" => 1, _ => 0 };
            if (seconds != 0)
            {
                Advance();
                return new LiteralSyntax(token.Start, previousStop, LiteralKind.Duration, 0, value * seconds, seconds < 0 ? 1 : 0);
            }

            if (!double.IsFinite(value))
            {
                Fail("bad_number", "the number is too large for a double", token);
            }

            if (token.Kind == TokenKind.Float || caretIsPower)
            {
                return new LiteralSyntax(token.Start, token.Stop, LiteralKind.Real, 0, value, 0);
            }
        }

        return Integer(token);
    }

    private double RealValue(Token token)
    {
        var written = text.AsSpan(token.Start, token.Length);
        if (written.Length > 1 && written[0] == '0' && char.IsAsciiLetter(written[1]) && written[1] is not ('e' or 'E'))
        {
            return (double)Integer(token).Integer;
        }

        return written.Contains('_')
            ? double.Parse(written.ToString().Replace("_", "", StringComparison.Ordinal), NumberStyles.Float, CultureInfo.InvariantCulture)
            : double.Parse(written, NumberStyles.Float, CultureInfo.InvariantCulture);
    }

    private LiteralSyntax Integer(Token token)
    {
        var written = text.AsSpan(token.Start, token.Length);
        if (written.Length > options.MaximumWidth)
        {
            throw diagnostics.Limit("width", $"an integer has more than {options.MaximumWidth} digits", token.Start, token.Stop);
        }

        var digits = written.Contains('_') ? written.ToString().Replace("_", "", StringComparison.Ordinal) : written;
        BigInteger value;
        if (digits.Length > 2 && digits[0] == '0' && char.IsAsciiLetter(digits[1]))
        {
            var shift = char.ToLowerInvariant(digits[1]) switch { 'x' => 4, 'o' => 3, _ => 1 };
            value = 0;
            foreach (var digit in digits[2..])
            {
                value = (value << shift) | Convert.ToInt32(digit.ToString(), 16);
            }
        }
        else
        {
            value = digits.Length <= 18 ? long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture)
                : BigInteger.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        return new LiteralSyntax(token.Start, token.Stop, LiteralKind.Integer, value, 0, 0);
    }

    private string Written(Token token)
    {
        var name = text.AsSpan(token.Start, token.Length);
        return names.TryGetValue(name, out var known) ? known : Remember(name.ToString());
    }

    private string Remember(string name)
    {
        interned.Add(name);
        return name;
    }
}
