using System.Globalization;
using Orleans.QuantumMesh.Core.Circuits.Expressions;
using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    private bool isExpanded;
    private string? annotation;

    private void NoteExpanded(RemarkSyntax remark)
    {
        var written = source.Text.AsSpan(remark.Start, remark.Stop - remark.Start).TrimEnd();
        if (written is ExpandedForm.Pragma && scope == global && global.Symbols.Count == 0 && number == 0)
        {
            isExpanded = true;
        }
        else if (isExpanded && written is not ExpandedForm.Pragma)
        {
            annotation = written.ToString();
        }
        else
        {
            Warn("annotation_ignored", $"'{written}' has no effect without '{ExpandedForm.Pragma}' at the beginning", remark.Start);
        }
    }

    private string? TakeAnnotation()
    {
        var taken = annotation;
        annotation = null;
        return taken;
    }

    private void DeclareExpanded(ClassicalDeclarationSyntax declaration, ClassicalType type, string remark)
    {
        var name = declaration.Name.Name;
        if (remark == ExpandedForm.HiddenBits && type.IsRegister && scope == global && declaration.Value is null)
        {
            if ((long)bits.Count + type.Width > options.MaximumClassicalBits)
            {
                throw TooManyBits(declaration);
            }

            Declare(new BitSymbol(name, [.. Enumerable.Range(0, type.Width).Select(_ => AppendBit(declaration, new BitState(-1, default, true)))], false), declaration.Name);
        }
        else if (remark == ExpandedForm.Variable && declaration.Value is null)
        {
            Declare(new VariableSymbol(name, type, false, Here) { Slot = NewVariable() }, declaration.Name);
        }
        else
        {
            Refuse("bad_annotation", $"'{remark}' doesn't fit this declaration", declaration);
            DeclareError(declaration.Name);
        }
    }

    /// <summary>The gate of the catalog that an annotated definition stands for; <see langword="null"/> where there is none.</summary>
    private Gate? AnnotatedGate(GateDefinitionSyntax definition, out double[]? matrix)
    {
        matrix = null;
        if (!isExpanded || TakeAnnotation() is not { } remark || !remark.StartsWith(ExpandedForm.CatalogGate, StringComparison.Ordinal))
        {
            return null;
        }

        var parts = remark.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var gate = parts.Length < 2 ? null
            : parts[1] == GateCatalog.UnitaryName && definition.Qubits.Length is > 0 and <= GateCatalog.MaximumUnitaryQubits ? GateCatalog.Unitary(definition.Qubits.Length)
            : GateCatalog.TryFind(parts[1], out var found) ? found : null;
        if (gate is { Name: GateCatalog.UnitaryName })
        {
            matrix = new double[parts.Length - 2];
            for (var i = 0; i < matrix.Length; i++)
            {
                if (!double.TryParse(parts[i + 2], NumberStyles.Float, CultureInfo.InvariantCulture, out matrix[i]))
                {
                    matrix = [];
                    break;
                }
            }
        }

        if (gate is null || definition.Qubits.Length != gate.QubitCount || (matrix?.Length ?? 0) != (matrix is null ? 0 : gate.ParameterCount)
            || definition.Parameters.Length != (matrix is null ? gate.ParameterCount : 0) || (matrix is not null && !UnitaryPower.IsUnitary(matrix)))
        {
            Refuse("bad_annotation", "the annotation names no gate of this form", definition.Name);
            return null;
        }

        return gate;
    }
}
