using System.Globalization;
using System.Text;

namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

/// <summary>Reads tokens one by one from a text, without a list of them; a position can be taken and returned to.</summary>
internal sealed class Lexer(string text)
{
    /// <summary>Where the next token is looked for.</summary>
    public int Position { get; set; }

    /// <summary>Whether OpenQASM 2's words are the keywords.</summary>
    public bool IsVersion2 { get; set; }

    /// <summary>Why the last token was <see cref="TokenKind.Failed"/>.</summary>
    public string FailureMessage { get; private set; } = "";

    /// <summary>The stable code of that failure.</summary>
    public string FailureCode { get; private set; } = "";

    public static bool IsIdentifierStart(char c) => c < 128 ? char.IsAsciiLetter(c) || c == '_' : IsLetter(c);

    public static bool IsIdentifierPart(char c) => c < 128 ? char.IsAsciiLetterOrDigit(c) || c == '_' : IsLetter(c);

    /// <summary>The next token, past blanks and comments.</summary>
    public Token Next()
    {
        if (!SkipBlanks(out var commentStart))
        {
            return Fail("unclosed_comment", "the comment does not end", commentStart, commentStart + 2);
        }

        var start = Position;
        if (start >= text.Length)
        {
            return new Token(TokenKind.End, text.Length, text.Length);
        }

        var c = text[start];
        if (IsIdentifierStart(c) || IsSurrogateLetter(start))
        {
            return Word(start);
        }

        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(At(start + 1))))
        {
            return Number(start);
        }

        return c is '"' or '\'' ? Text(start, c) : c == '$' ? HardwareQubit(start) : Punctuation(start, c);
    }

    /// <summary>Moves past the rest of the line and gives its end.</summary>
    public int SkipLine()
    {
        var end = text.AsSpan(Position).IndexOf('\n');
        Position = end < 0 ? text.Length : Position + end;
        return Position;
    }

    /// <summary>From behind an opening brace past the closing one that belongs to it, whatever stands between; false where the text ends first.</summary>
    public bool SkipBraces()
    {
        for (var depth = 1; Position < text.Length;)
        {
            var c = text[Position++];
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (depth == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLetter(char c) => char.GetUnicodeCategory(c) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
        or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber;

    private bool IsSurrogateLetter(int index) => char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1])
        && Rune.IsLetter(new Rune(text[index], text[index + 1]));

    private char At(int index) => index < text.Length ? text[index] : '\0';

    private Token Fail(string code, string message, int start, int stop)
    {
        (FailureCode, FailureMessage) = (code, message);
        return new Token(TokenKind.Failed, start, Math.Max(stop, start + 1));
    }

    private bool SkipBlanks(out int commentStart)
    {
        commentStart = 0;
        while (Position < text.Length)
        {
            var c = text[Position];
            if (c is ' ' or '\n' or '\r' or '\t' || (c == '\uFEFF' && Position == 0))
            {
                Position++;
            }
            else if (c == '/' && At(Position + 1) == '/')
            {
                SkipLine();
            }
            else if (c == '/' && At(Position + 1) == '*')
            {
                commentStart = Position;
                var end = text.IndexOf("*/", Position + 2, StringComparison.Ordinal);
                if (end < 0)
                {
                    Position = text.Length;
                    return false;
                }

                Position = end + 2;
            }
            else
            {
                break;
            }
        }

        return true;
    }

    private int EndOfWord(int index)
    {
        while (index < text.Length)
        {
            if (IsIdentifierPart(text[index]))
            {
                index++;
            }
            else if (IsSurrogateLetter(index))
            {
                index += 2;
            }
            else
            {
                break;
            }
        }

        return index;
    }

    private Token Word(int start)
    {
        Position = EndOfWord(start);
        var word = text.AsSpan(start, Position - start);
        if (!IsVersion2 && word is "pragma")
        {
            return new Token(TokenKind.Pragma, start, SkipLine());
        }

        return new Token(Keywords.Of(word, IsVersion2), start, Position);
    }

    private Token Number(int start)
    {
        var index = start;
        var kind = TokenKind.Integer;
        if (text[start] == '0' && At(start + 1) is 'x' or 'X' or 'o' or 'O' or 'b' or 'B')
        {
            return Radix(start);
        }

        if (!Digits(ref index, required: false))
        {
            return BadNumber(start, "an underscore stands between two digits");
        }

        if (At(index) == '.')
        {
            kind = TokenKind.Float;
            index++;
            if (!Digits(ref index, required: false))
            {
                return BadNumber(start, "an underscore stands between two digits");
            }
        }

        if (At(index) is 'e' or 'E' && (char.IsAsciiDigit(At(index + 1)) || (At(index + 1) is '+' or '-' && char.IsAsciiDigit(At(index + 2)))))
        {
            kind = TokenKind.Float;
            index += 2;
            if (!Digits(ref index, required: false))
            {
                return BadNumber(start, "an underscore stands between two digits");
            }
        }

        var end = EndOfWord(index);
        if (end > index && text.AsSpan(index, end - index) is not ("im" or "dt" or "ns" or "us" or "µs" or "μs" or "ms" or "s"))
        {
            Position = end;
            return Fail("bad_number", $"'{Shown(start, end)}' is no number", start, end);
        }

        Position = index;
        return new Token(kind, start, index);
    }

    private Token Radix(int start)
    {
        var radix = char.ToLowerInvariant(text[start + 1]);
        var end = EndOfWord(start);
        Position = end;
        var (name, valid) = radix switch { 'x' => ("hexadecimal", "0123456789abcdef"), 'o' => ("octal", "01234567"), _ => ("binary", "01") };
        for (var i = start + 2; i < end; i++)
        {
            var digit = char.ToLowerInvariant(text[i]);
            var isGap = digit == '_' && i > start + 2 && i + 1 < end && text[i - 1] != '_';
            if (!isGap && !valid.Contains(digit, StringComparison.Ordinal))
            {
                return Fail("bad_number", $"'{Shown(start, end)}' is no {name} number", start, end);
            }
        }

        return end == start + 2 ? Fail("bad_number", $"{name} digits are missing after '{Shown(start, end)}'", start, end) : new Token(TokenKind.Integer, start, end);
    }

    /// <summary>Digits with single underscores between them.</summary>
    private bool Digits(ref int index, bool required)
    {
        var start = index;
        while (char.IsAsciiDigit(At(index)) || (At(index) == '_' && index > start))
        {
            if (text[index] == '_' && !char.IsAsciiDigit(At(index + 1)))
            {
                return false;
            }

            index++;
        }

        return !required || index > start;
    }

    private Token BadNumber(int start, string message)
    {
        var end = Math.Max(EndOfWord(start), start + 1);
        Position = end;
        return Fail("bad_number", $"'{Shown(start, end)}' is no number: {message}", start, end);
    }

    private Token Text(int start, char quote)
    {
        var end = text.AsSpan(start + 1).IndexOfAny(quote, '\n');
        if (end < 0 || text[start + 1 + end] == '\n')
        {
            Position = end < 0 ? text.Length : start + 1 + end;
            return Fail("unclosed_string", "the string does not end", start, Position);
        }

        Position = start + end + 2;
        return new Token(TokenKind.String, start, Position);
    }

    private Token HardwareQubit(int start)
    {
        var index = start + 1;
        while (char.IsAsciiDigit(At(index)))
        {
            index++;
        }

        var end = EndOfWord(index);
        Position = end;
        return index == start + 1 || end > index
            ? Fail("bad_physical_qubit", "a physical qubit is written as $ and a number", start, end)
            : new Token(TokenKind.HardwareQubit, start, end);
    }

    private Token Punctuation(int start, char c)
    {
        var next = At(start + 1);
        Token One(TokenKind kind) => Take(kind, start, 1);
        Token Two(TokenKind kind) => Take(kind, start, 2);
        Token Operator(TokenKind kind) => next == '=' ? Two(TokenKind.CompoundAssign) : One(kind);
        switch (c)
        {
            case '(': return One(TokenKind.LeftParenthesis);
            case ')': return One(TokenKind.RightParenthesis);
            case '[': return One(TokenKind.LeftBracket);
            case ']': return One(TokenKind.RightBracket);
            case '{': return One(TokenKind.LeftBrace);
            case '}': return One(TokenKind.RightBrace);
            case ';': return One(TokenKind.Semicolon);
            case ',': return One(TokenKind.Comma);
            case ':': return One(TokenKind.Colon);
            case '@': return One(TokenKind.At);
            case '#':
                if (text.AsSpan(start).StartsWith("#pragma") && !IsIdentifierPart(At(start + 7)))
                {
                    return new Token(TokenKind.Pragma, start, SkipLine());
                }

                return One(TokenKind.Hash);
            case '+': return next == '+' ? Two(TokenKind.Concatenate) : Operator(TokenKind.Plus);
            case '-': return next == '>' ? Two(TokenKind.Arrow) : Operator(TokenKind.Minus);
            case '*':
                return next != '*' ? Operator(TokenKind.Star) : At(start + 2) == '=' ? Take(TokenKind.CompoundAssign, start, 3) : Two(TokenKind.Power);
            case '/': return Operator(TokenKind.Slash);
            case '%': return Operator(TokenKind.Percent);
            case '&': return next == '&' ? Two(TokenKind.AndAnd) : Operator(TokenKind.Ampersand);
            case '|': return next == '|' ? Two(TokenKind.OrOr) : Operator(TokenKind.Pipe);
            case '^': return Operator(TokenKind.Caret);
            case '~': return Operator(TokenKind.Tilde);
            case '!': return next == '=' ? Two(TokenKind.NotEqual) : One(TokenKind.Exclamation);
            case '=': return next == '=' ? Two(TokenKind.Equal) : One(TokenKind.Assign);
            case '<':
                return next == '<' ? At(start + 2) == '=' ? Take(TokenKind.CompoundAssign, start, 3) : Two(TokenKind.ShiftLeft)
                    : next == '=' ? Two(TokenKind.LessEqual) : One(TokenKind.Less);
            case '>':
                return next == '>' ? At(start + 2) == '=' ? Take(TokenKind.CompoundAssign, start, 3) : Two(TokenKind.ShiftRight)
                    : next == '=' ? Two(TokenKind.GreaterEqual) : One(TokenKind.Greater);
            default:
                Position = start + (char.IsHighSurrogate(c) && char.IsLowSurrogate(next) ? 2 : 1);
                return Fail("bad_character", $"'{Shown(start, Position)}' begins no token", start, Position);
        }
    }

    private Token Take(TokenKind kind, int start, int length)
    {
        Position = start + length;
        return new Token(kind, start, Position);
    }

    /// <summary>A piece of text as a message can show it: cut short, and without control characters.</summary>
    private string Shown(int start, int end)
    {
        var piece = text.AsSpan(start, Math.Min(end - start, 40)).ToString();
        return string.Concat(piece.Select(c => char.IsControl(c) || (char.IsSurrogate(c) && piece.Length == 1) ? $"\\u{(int)c:x4}" : c.ToString()));
    }
}
