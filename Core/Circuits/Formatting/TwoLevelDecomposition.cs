using System.Numerics;
using System.Text;

namespace Orleans.QuantumMesh.Core.Circuits.Formatting;

/// <summary>
/// Any unitary as controlled one-qubit gates: Givens rotations bring it to a diagonal (Nielsen and Chuang, section 4.5.1), and each acts on two basis
/// states that CX gates have brought to differ in one bit.
/// </summary>
internal static class TwoLevelDecomposition
{
    /// <summary>The body of a gate definition on the operands q0, q1, … .</summary>
    public static string Body(ReadOnlySpan<double> entries, int qubitCount)
    {
        var matrix = GateCatalog.Matrix(GateCatalog.Unitary(qubitCount), entries);
        var dimension = 1 << qubitCount;
        var text = new StringBuilder();
        if (qubitCount == 1)
        {
            Append(text, "", "q0", matrix[0], matrix[1], matrix[2], matrix[3]);
            return text.ToString();
        }

        var rotations = new List<string>();
        for (var column = 0; column < dimension; column++)
        {
            for (var row = column + 1; row < dimension; row++)
            {
                if (matrix[(row * dimension) + column].Magnitude < 1e-15)
                {
                    continue;
                }

                rotations.Add(Eliminate(matrix, dimension, column, row, qubitCount));
            }
        }

        for (var i = 0; i < dimension; i++)
        {
            var phase = matrix[(i * dimension) + i].Phase;
            if (Math.Abs(phase) > 1e-15)
            {
                text.Append(Controls(i, -1, qubitCount)).Append("gphase(").Append(ExpressionText.Of(phase)).Append(") ")
                    .AppendJoin(", ", Enumerable.Range(0, qubitCount).Select(qubit => $"q{qubit}")).Append("; ");
            }
        }

        rotations.Reverse();
        return text.AppendJoin("", rotations).ToString().TrimEnd();
    }

    /// <summary>Makes matrix[row, column] 0 by a rotation of the two rows, and gives the inverse rotation as text.</summary>
    private static string Eliminate(Complex[] matrix, int dimension, int column, int row, int qubitCount)
    {
        var (a, b) = (matrix[(column * dimension) + column], matrix[(row * dimension) + column]);
        var norm = Math.Sqrt((a.Magnitude * a.Magnitude) + (b.Magnitude * b.Magnitude));
        var (c, s) = (a / norm, b / norm);
        for (var k = 0; k < dimension; k++)
        {
            var (x, y) = (matrix[(column * dimension) + k], matrix[(row * dimension) + k]);
            matrix[(column * dimension) + k] = (Complex.Conjugate(c) * x) + (Complex.Conjugate(s) * y);
            matrix[(row * dimension) + k] = (-s * x) + (c * y);
        }

        // The inverse of the rotation [[c*, s*], [−s, c]] in the order (column, row).
        var (i00, i01, i10, i11) = (c, -Complex.Conjugate(s), s, Complex.Conjugate(c));
        var difference = column ^ row;
        var target = BitOperations.TrailingZeroCount(difference);
        if (((column >> target) & 1) == 1)
        {
            (i00, i01, i10, i11) = (i11, i10, i01, i00);
        }

        var low = ((column >> target) & 1) == 0 ? column : row;
        var text = new StringBuilder();
        var moves = string.Concat(Enumerable.Range(0, qubitCount).Where(bit => bit != target && ((difference >> bit) & 1) == 1).Select(bit => $"cx q{target}, q{bit}; "));
        var operands = string.Join(", ", Enumerable.Range(0, qubitCount).Where(bit => bit != target).Select(bit => $"q{bit}"));
        text.Append(moves);
        Append(text, Controls(low, target, qubitCount), $"{operands}, q{target}", i00, i01, i10, i11);
        return text.Append(moves).ToString();
    }

    private static string Controls(int state, int without, int qubitCount) => string.Concat(Enumerable.Range(0, qubitCount).Where(bit => bit != without)
        .Select(bit => ((state >> bit) & 1) == 1 ? "ctrl @ " : "negctrl @ "));

    /// <summary>e^(iγ)·U(θ, φ, λ) under controls.</summary>
    private static void Append(StringBuilder text, string controls, string operands, Complex m00, Complex m01, Complex m10, Complex m11)
    {
        var theta = 2 * Math.Atan2(m10.Magnitude, m00.Magnitude);
        var gamma = m00.Magnitude > 1e-15 ? m00.Phase : (-m01).Phase;
        var phi = m10.Magnitude > 1e-15 ? m10.Phase - gamma : 0;
        var lambda = m00.Magnitude <= 1e-15 ? 0 : m11.Phase - gamma - phi;
        var phase = gamma - (theta / 2);
        if (Math.Abs(phase) > 1e-15)
        {
            var controlOperands = controls.Length == 0 ? "" : " " + operands[..operands.LastIndexOf(',')];
            text.Append(controls).Append("gphase(").Append(ExpressionText.Of(phase)).Append(')').Append(controlOperands).Append("; ");
        }

        text.Append(controls).Append("U(").Append(ExpressionText.Of(theta)).Append(", ").Append(ExpressionText.Of(phi)).Append(", ").Append(ExpressionText.Of(lambda)).Append(") ")
            .Append(operands).Append("; ");
    }
}
