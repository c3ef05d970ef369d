using System.Collections.Frozen;

namespace Orleans.QuantumMesh.Core.Circuits.Syntax;

/// <summary>The words that are no names, in either version of the language.</summary>
internal static class Keywords
{
    private static readonly FrozenDictionary<string, TokenKind> Version3 = new Dictionary<string, TokenKind>(StringComparer.Ordinal)
    {
        ["OPENQASM"] = TokenKind.OpenQasm,
        ["include"] = TokenKind.Include,
        ["qubit"] = TokenKind.Qubit,
        ["qreg"] = TokenKind.Qreg,
        ["bit"] = TokenKind.Bit,
        ["creg"] = TokenKind.Creg,
        ["int"] = TokenKind.Int,
        ["uint"] = TokenKind.Uint,
        ["float"] = TokenKind.Float_,
        ["angle"] = TokenKind.Angle,
        ["bool"] = TokenKind.Bool,
        ["complex"] = TokenKind.Complex,
        ["duration"] = TokenKind.Duration,
        ["stretch"] = TokenKind.Stretch,
        ["array"] = TokenKind.Array,
        ["void"] = TokenKind.Void,
        ["const"] = TokenKind.Const,
        ["input"] = TokenKind.Input,
        ["output"] = TokenKind.Output,
        ["let"] = TokenKind.Let,
        ["gate"] = TokenKind.Gate,
        ["def"] = TokenKind.Def,
        ["extern"] = TokenKind.Extern,
        ["cal"] = TokenKind.Cal,
        ["defcal"] = TokenKind.Defcal,
        ["defcalgrammar"] = TokenKind.DefcalGrammar,
        ["opaque"] = TokenKind.Opaque,
        ["measure"] = TokenKind.Measure,
        ["reset"] = TokenKind.Reset,
        ["barrier"] = TokenKind.Barrier,
        ["delay"] = TokenKind.Delay,
        ["box"] = TokenKind.Box,
        ["nop"] = TokenKind.Nop,
        ["if"] = TokenKind.If,
        ["else"] = TokenKind.Else,
        ["for"] = TokenKind.For,
        ["in"] = TokenKind.In,
        ["while"] = TokenKind.While,
        ["switch"] = TokenKind.Switch,
        ["case"] = TokenKind.Case,
        ["default"] = TokenKind.Default,
        ["break"] = TokenKind.Break,
        ["continue"] = TokenKind.Continue,
        ["end"] = TokenKind.End_,
        ["return"] = TokenKind.Return,
        ["ctrl"] = TokenKind.Ctrl,
        ["negctrl"] = TokenKind.NegCtrl,
        ["inv"] = TokenKind.Inv,
        ["pow"] = TokenKind.Pow,
        ["gphase"] = TokenKind.GPhase,
        ["true"] = TokenKind.True,
        ["false"] = TokenKind.False,
        ["durationof"] = TokenKind.DurationOf,
        ["readonly"] = TokenKind.ReadOnly,
        ["mutable"] = TokenKind.Mutable,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TokenKind> Version2 = new Dictionary<string, TokenKind>(StringComparer.Ordinal)
    {
        ["OPENQASM"] = TokenKind.OpenQasm,
        ["include"] = TokenKind.Include,
        ["qreg"] = TokenKind.Qreg,
        ["creg"] = TokenKind.Creg,
        ["gate"] = TokenKind.Gate,
        ["opaque"] = TokenKind.Opaque,
        ["measure"] = TokenKind.Measure,
        ["reset"] = TokenKind.Reset,
        ["barrier"] = TokenKind.Barrier,
        ["if"] = TokenKind.If,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, TokenKind>.AlternateLookup<ReadOnlySpan<char>> BySpan3 = Version3.GetAlternateLookup<ReadOnlySpan<char>>();
    private static readonly FrozenDictionary<string, TokenKind>.AlternateLookup<ReadOnlySpan<char>> BySpan2 = Version2.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>The words of OpenQASM 3.</summary>
    public static IEnumerable<string> All => Version3.Keys;

    public static TokenKind Of(ReadOnlySpan<char> word, bool isVersion2) =>
        (isVersion2 ? BySpan2 : BySpan3).TryGetValue(word, out var kind) ? kind : TokenKind.Identifier;
}
