using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits;

/// <summary>
/// The gates' matrices, row by row, little-endian. OpenQASM 2's gates have the phases of Qiskit's gate classes; <c>U</c>, <c>u2_su2</c> and <c>u3_su2</c>
/// are those that the OpenQASM 3 specification and its stdgates.inc define.
/// </summary>
internal static class GateMatrices
{
    private static readonly Complex I = Complex.ImaginaryOne;

    public static Complex[] Of(Gate gate, ReadOnlySpan<double> p)
    {
        if (p.Length != gate.ParameterCount)
        {
            throw new ArgumentException($"Gate '{gate.Name}' takes {gate.ParameterCount} parameters, not {p.Length}.", nameof(p));
        }

        return gate.Target is { } target ? Controlled(Of(target, p), gate.IntrinsicControls) : gate.Name switch
        {
            "gphase" => [Phase(p[0])],
            "id" or "u0" => [1, 0, 0, 1],
            "x" => [0, 1, 1, 0],
            "y" => [0, -I, I, 0],
            "z" => Diagonal(1, -1),
            "h" => Scaled(1 / Math.Sqrt(2), [1, 1, 1, -1]),
            "s" => Diagonal(1, I),
            "sdg" => Diagonal(1, -I),
            "t" => Diagonal(1, new Complex(Math.Sqrt(0.5), Math.Sqrt(0.5))),
            "tdg" => Diagonal(1, new Complex(Math.Sqrt(0.5), -Math.Sqrt(0.5))),
            "sx" => Scaled(0.5, [1 + I, 1 - I, 1 - I, 1 + I]),
            "sxdg" => Scaled(0.5, [1 - I, 1 + I, 1 + I, 1 - I]),
            "p" or "u1" => Diagonal(1, Phase(p[0])),
            "rx" => Rotation(p[0], 0, 1),
            "ry" => Rotation(p[0], Math.PI / 2, 1),
            "rz" => Diagonal(Phase(-p[0] / 2), Phase(p[0] / 2)),
            "r" => Rotation(p[0], p[1], 1),
            "u2" => UGate(Math.PI / 2, p[0], p[1], 0),
            "u" or "u3" => UGate(p[0], p[1], p[2], 0),
            "U" => UGate(p[0], p[1], p[2], p[0] / 2),
            "u2_su2" => UGate(Math.PI / 2, p[0], p[1], -(p[0] + p[1]) / 2),
            "u3_su2" => UGate(p[0], p[1], p[2], -(p[1] + p[2]) / 2),
            "u4" => UGate(p[0], p[1], p[2], p[3]),
            "swap" => [1, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 0, 1],
            "iswap" => [1, 0, 0, 0, 0, 0, I, 0, 0, I, 0, 0, 0, 0, 0, 1],
            "dcx" => [1, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 1, 0],
            "ecr" => Scaled(1 / Math.Sqrt(2), [0, 1, 0, I, 1, 0, -I, 0, 0, I, 0, 1, -I, 0, 1, 0]),
            "rxx" => PauliPair(p[0], -1),
            "ryy" => PauliPair(p[0], 1),
            "rzz" => Diagonal(Phase(-p[0] / 2), Phase(p[0] / 2), Phase(p[0] / 2), Phase(-p[0] / 2)),
            "rzx" => Rzx(p[0]),
            "xx_minus_yy" => Exchange(p[0], p[1], 0, 3),
            "xx_plus_yy" => Exchange(p[0], p[1], 1, 2),
            "rccx" => Rccx(),
            "rc3x" => Rc3x(),
            GateCatalog.UnitaryName => FromEntries(p),
            _ => throw new ArgumentException($"The catalog has no gate '{gate.Name}'.", nameof(gate)),
        };
    }

    /// <summary>|1…1⟩⟨1…1| ⊗ target + the identity elsewhere; the controls are the least significant operands.</summary>
    public static Complex[] Controlled(Complex[] target, int controls)
    {
        var inner = (int)Math.Round(Math.Sqrt(target.Length));
        var dimension = inner << controls;
        var matrix = new Complex[dimension * dimension];
        for (var i = 0; i < dimension; i++)
        {
            matrix[(i * dimension) + i] = 1;
        }

        var ones = (1 << controls) - 1;
        for (var row = 0; row < inner; row++)
        {
            for (var column = 0; column < inner; column++)
            {
                matrix[(((row << controls) | ones) * dimension) + ((column << controls) | ones)] = target[(row * inner) + column];
            }
        }

        return matrix;
    }

    private static Complex Phase(double angle) => new(Math.Cos(angle), Math.Sin(angle));

    private static Complex[] Scaled(double factor, Complex[] matrix)
    {
        for (var i = 0; i < matrix.Length; i++)
        {
            matrix[i] *= factor;
        }

        return matrix;
    }

    private static Complex[] Diagonal(params ReadOnlySpan<Complex> entries)
    {
        var matrix = new Complex[entries.Length * entries.Length];
        for (var i = 0; i < entries.Length; i++)
        {
            matrix[(i * entries.Length) + i] = entries[i];
        }

        return matrix;
    }

    /// <summary>cos(θ/2) on the diagonal and −i·sin(θ/2)·e^(∓iφ) beside it.</summary>
    private static Complex[] Rotation(double theta, double phi, double scale)
    {
        var cosine = Math.Cos(theta / 2);
        var sine = scale * Math.Sin(theta / 2);
        var (real, imaginary) = phi == 0 ? (1.0, 0.0) : phi == Math.PI / 2 ? (0.0, 1.0) : (Math.Cos(phi), Math.Sin(phi));
        return [cosine, -I * sine * new Complex(real, -imaginary), -I * sine * new Complex(real, imaginary), cosine];
    }

    /// <summary>e^(iγ) · Qiskit's U(θ, φ, λ), whose first entry is real.</summary>
    private static Complex[] UGate(double theta, double phi, double lambda, double gamma)
    {
        var cosine = Math.Cos(theta / 2);
        var sine = Math.Sin(theta / 2);
        return [cosine * Phase(gamma), -sine * Phase(gamma + lambda), sine * Phase(gamma + phi), cosine * Phase(gamma + phi + lambda)];
    }

    private static Complex[] PauliPair(double theta, double corner)
    {
        var cosine = Math.Cos(theta / 2);
        var side = -I * Math.Sin(theta / 2);
        var edge = corner * I * Math.Sin(theta / 2);
        return [cosine, 0, 0, edge, 0, cosine, side, 0, 0, side, cosine, 0, edge, 0, 0, cosine];
    }

    private static Complex[] Rzx(double theta)
    {
        var cosine = Math.Cos(theta / 2);
        var side = I * Math.Sin(theta / 2);
        return [cosine, 0, -side, 0, 0, cosine, 0, side, -side, 0, cosine, 0, 0, side, 0, cosine];
    }

    private static Complex[] Exchange(double theta, double beta, int low, int high)
    {
        var matrix = Diagonal(1, 1, 1, 1);
        matrix[(low * 4) + low] = matrix[(high * 4) + high] = Math.Cos(theta / 2);
        matrix[(low * 4) + high] = -I * Math.Sin(theta / 2) * Phase(-beta);
        matrix[(high * 4) + low] = -I * Math.Sin(theta / 2) * Phase(beta);
        return matrix;
    }

    private static Complex[] Rccx()
    {
        var matrix = Diagonal(1, 1, 1, 0, 1, -1, 1, 0);
        matrix[(3 * 8) + 7] = -I;
        matrix[(7 * 8) + 3] = I;
        return matrix;
    }

    /// <summary>Qiskit's RC3XGate: the X on the fourth operand has a phase, and so have two states of the others.</summary>
    private static Complex[] Rc3x()
    {
        var matrix = Diagonal(1, 1, 1, I, 1, 1, 1, 0, 1, 1, 1, -I, 1, 1, 1, 0);
        matrix[(7 * 16) + 15] = 1;
        matrix[(15 * 16) + 7] = -1;
        return matrix;
    }

    private static Complex[] FromEntries(ReadOnlySpan<double> entries)
    {
        var matrix = new Complex[entries.Length / 2];
        for (var i = 0; i < matrix.Length; i++)
        {
            matrix[i] = new Complex(entries[2 * i], entries[(2 * i) + 1]);
        }

        return matrix;
    }
}
