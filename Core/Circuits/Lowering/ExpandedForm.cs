namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>
/// The remarks by which the formatter says what a program's expanded form holds beyond OpenQASM: nothing is to be followed at compile time, and which
/// declarations stand for hidden bits, run-time variables and gates of the catalog. Other readers can ignore them.
/// </summary>
internal static class ExpandedForm
{
    public const string Pragma = "pragma qmesh.expanded";
    public const string HiddenBits = "@qmesh.hidden";
    public const string Variable = "@qmesh.variable";
    public const string CatalogGate = "@qmesh.gate";

    public static bool IsRemark(ReadOnlySpan<char> remark) => remark.TrimEnd() is Pragma or HiddenBits or Variable || remark.StartsWith(CatalogGate + " ");
}
