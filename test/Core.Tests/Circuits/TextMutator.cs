namespace Orleans.QuantumMesh.Core.Tests.Circuits;

/// <summary>Changes texts at random, the same way for the same seed: characters, tokens, lines, and pieces of other texts.</summary>
public sealed class TextMutator(IReadOnlyList<string> texts, int seed)
{
    private const string Characters = "()[]{};:,.@#$+-*/%^&|~!=<>\"'_0123456789abcdefghijklmnopqrstuvwxyzABCQUX \n\t\\`\u0000\u00e9\u03c0\ud83d\ude00";

    private static readonly string[] Tokens =
    [
        "OPENQASM 3.0;", "OPENQASM 2.0;", "include \"stdgates.inc\";", "include \"qelib1.inc\";", "qubit[3] q;", "bit[2] c;", "int[8] i = 3;", "const float t = 0.5;",
        "input float t;", "let a = q[0:1];", "gate g(t) a, b { rx(t) a; cx a, b; }", "def f(qubit a, int n) -> bit { return measure a; }", "for int i in [0:2] {", "while (c[0]) {",
        "if (c == 1) ", " else ", "switch (i) { case 1 { } default { } }", "break;", "continue;", "end;", "return ", "measure ", "reset q;", "barrier;", "delay[10ns] q;", "box {",
        "ctrl @ ", "negctrl(2) @ ", "inv @ ", "pow(0.5) @ ", "pow(-3) @ ", "gphase(pi);", "U(0.1, 0.2, 0.3) ", "CX ", "q[-1]", "q[{0, 2}]", " ++ ", " -> ", " ** ", "<<", "$0",
        "\"101\"", "1e400", "0x_", "0b12", "1__0", "9999999999999999999999", "2.5im", "popcount(c)", "array[int[8], 2] z;", "cal { }", "@note\n", "pragma x\n", "/*", "*/", "//", "}", "{",
        "bell_pair q[0], q[1];", "qft q;", "controlled x ", "pragma qmesh.expanded\n", "@qmesh.hidden\n", "@qmesh.variable\n", "@qmesh.gate unitary 1 0\n",
    ];

    private readonly Random random = new(seed);

    /// <summary>The next text: one to four changes to one of the texts.</summary>
    public string Next()
    {
        var text = texts[random.Next(texts.Count)];
        for (var changes = 1 + random.Next(4); changes > 0; changes--)
        {
            text = Change(text);
        }

        return text.Length > 20_000 ? text[..20_000] : text;
    }

    private string Change(string text)
    {
        var at = random.Next(text.Length + 1);
        switch (random.Next(9))
        {
            case 0: return text.Length == 0 ? text : text.Remove(Math.Min(at, text.Length - 1), 1);
            case 1: return text.Insert(at, Characters[random.Next(Characters.Length)].ToString());
            case 2: return text.Length == 0 ? text : Replace(text, Math.Min(at, text.Length - 1), 1, Characters[random.Next(Characters.Length)].ToString());
            case 3: return text.Insert(at, Tokens[random.Next(Tokens.Length)]);
            case 4: return Replace(text, at, Math.Min(random.Next(12), text.Length - at), Tokens[random.Next(Tokens.Length)]);
            case 5: return text.Remove(at, Math.Min(random.Next(40), text.Length - at));
            case 6:
                var piece = text.Substring(at, Math.Min(random.Next(60), text.Length - at));
                return text.Insert(random.Next(text.Length + 1), piece);
            case 7:
                var other = texts[random.Next(texts.Count)];
                var from = random.Next(other.Length + 1);
                return text.Insert(at, other.Substring(from, Math.Min(random.Next(80), other.Length - from)));
            default:
                var end = text.IndexOf('\n', at);
                return end < 0 ? text[..at] : text.Remove(at, end - at);
        }
    }

    private static string Replace(string text, int start, int length, string by) => string.Concat(text.AsSpan(0, start), by, text.AsSpan(start + length));
}
