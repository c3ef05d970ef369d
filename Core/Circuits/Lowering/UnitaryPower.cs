using System.Collections.Immutable;
using System.Numerics;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>
/// Powers of gates as <c>unitary</c> gates. A fractional power raises each eigenvalue e^(iα), −π &lt; α ≤ π, to e^(iαr).
/// </summary>
internal static class UnitaryPower
{
    private const double Tolerance = 1e-9;

    /// <summary>Whether entries, real and imaginary parts in turn, are those of a unitary matrix to 1e-9.</summary>
    public static bool IsUnitary(double[] entries)
    {
        var matrix = new Complex[entries.Length / 2];
        for (var i = 0; i < matrix.Length; i++)
        {
            matrix[i] = new Complex(entries[2 * i], entries[(2 * i) + 1]);
        }

        var dimension = (int)Math.Sqrt(matrix.Length);
        var product = Multiply(matrix, Adjoint(matrix, dimension), dimension);
        var identity = Identity(dimension);
        return product.Zip(identity).All(pair => (pair.First - pair.Second).Magnitude < Tolerance);
    }

    public static GateApplication Whole(GateApplication application, BigInteger power)
    {
        var matrix = GateCatalog.Matrix(application.Gate!, application.Parameters.AsSpan());
        var dimension = 1 << application.Gate!.QubitCount;
        if (power < 0)
        {
            matrix = Adjoint(matrix, dimension);
        }

        var result = Identity(dimension);
        for (var rest = BigInteger.Abs(power); !rest.IsZero; rest >>= 1)
        {
            result = rest.IsEven ? result : Multiply(result, matrix, dimension);
            matrix = Multiply(matrix, matrix, dimension);
        }

        return WithMatrix(application, result);
    }

    public static GateApplication Fractional(GateApplication application, double power)
    {
        var gate = application.Gate!;
        var angle = gate.Name switch
        {
            "gphase" or "p" or "u1" => Principal(application.Parameters[0]),
            "z" => Math.PI,
            "s" => Math.PI / 2,
            "sdg" => -Math.PI / 2,
            "t" => Math.PI / 4,
            "tdg" => -Math.PI / 4,
            _ => double.NaN,
        };
        if (double.IsFinite(angle))
        {
            return application with { Gate = GateCatalog.Get(gate.Name == "gphase" ? "gphase" : "p"), Parameters = [angle * power] };
        }

        var (target, controls) = gate.Target is { } inner ? (inner, gate.IntrinsicControls) : (gate, 0);
        var raised = RaisedTo(GateCatalog.Matrix(target, application.Parameters.AsSpan()), 1 << target.QubitCount, power);
        var states = application.ControlStates.IsEmpty ? application.ControlStates : [.. application.ControlStates, .. Enumerable.Repeat(true, controls)];
        return WithMatrix(application with { Gate = target, ControlCount = application.ControlCount + controls, ControlStates = states }, raised);
    }

    /// <summary>The power of what several gates do together on a few qubits.</summary>
    public static GateApplication Fractional(List<GateApplication> gates, int[] qubits, double power)
    {
        var dimension = 1 << qubits.Length;
        var matrix = Identity(dimension);
        foreach (var gate in gates)
        {
            matrix = Apply(matrix, dimension, gate, qubits);
        }

        return WithMatrix(new GateApplication(GateCatalog.Unitary(qubits.Length), [], [], 0, [], [.. qubits]), RaisedTo(matrix, dimension, power));
    }

    /// <summary>The power of global phases.</summary>
    public static GateApplication OfPhases(List<GateApplication> gates, double power) =>
        gates[0] with { Parameters = [Principal(gates.Sum(gate => gate.Parameters[0])) * power] };

    private static double Principal(double angle)
    {
        var principal = Math.IEEERemainder(angle, Math.Tau);
        return principal <= -Math.PI + Tolerance ? principal + Math.Tau : principal;
    }

    private static GateApplication WithMatrix(GateApplication application, Complex[] matrix)
    {
        var entries = new double[2 * matrix.Length];
        for (var i = 0; i < matrix.Length; i++)
        {
            entries[2 * i] = matrix[i].Real;
            entries[(2 * i) + 1] = matrix[i].Imaginary;
        }

        return application with { Gate = GateCatalog.Unitary(application.Gate!.QubitCount), Parameters = ImmutableArray.Create(entries) };
    }

    private static Complex[] Identity(int dimension)
    {
        var matrix = new Complex[dimension * dimension];
        for (var i = 0; i < dimension; i++)
        {
            matrix[(i * dimension) + i] = 1;
        }

        return matrix;
    }

    private static Complex[] Adjoint(Complex[] matrix, int dimension)
    {
        var adjoint = new Complex[matrix.Length];
        for (var row = 0; row < dimension; row++)
        {
            for (var column = 0; column < dimension; column++)
            {
                adjoint[(row * dimension) + column] = Complex.Conjugate(matrix[(column * dimension) + row]);
            }
        }

        return adjoint;
    }

    private static Complex[] Multiply(Complex[] left, Complex[] right, int dimension)
    {
        var product = new Complex[left.Length];
        for (var row = 0; row < dimension; row++)
        {
            for (var k = 0; k < dimension; k++)
            {
                var factor = left[(row * dimension) + k];
                if (factor == Complex.Zero)
                {
                    continue;
                }

                for (var column = 0; column < dimension; column++)
                {
                    product[(row * dimension) + column] += factor * right[(k * dimension) + column];
                }
            }
        }

        return product;
    }

    /// <summary>gate · matrix, where the gate acts on some of the qubits, under its controls.</summary>
    private static Complex[] Apply(Complex[] matrix, int dimension, GateApplication application, int[] qubits)
    {
        var gate = GateCatalog.Matrix(application.Gate!, application.Parameters.AsSpan());
        var places = application.Qubits.Select(qubit => Array.IndexOf(qubits, qubit)).ToArray();
        var own = places[application.ControlCount..];
        var size = 1 << own.Length;
        var result = (Complex[])matrix.Clone();
        for (var row = 0; row < dimension; row++)
        {
            var acts = true;
            for (var i = 0; i < application.ControlCount; i++)
            {
                acts &= (((row >> places[i]) & 1) == 1) == (application.ControlStates.IsEmpty || application.ControlStates[i]);
            }

            if (!acts)
            {
                continue;
            }

            var (local, rest) = (0, row);
            for (var i = 0; i < own.Length; i++)
            {
                local |= ((row >> own[i]) & 1) << i;
                rest &= ~(1 << own[i]);
            }

            for (var column = 0; column < dimension; column++)
            {
                var sum = Complex.Zero;
                for (var k = 0; k < size; k++)
                {
                    var from = rest;
                    for (var i = 0; i < own.Length; i++)
                    {
                        from |= ((k >> i) & 1) << own[i];
                    }

                    sum += gate[(local * size) + k] * matrix[(from * dimension) + column];
                }

                result[(row * dimension) + column] = sum;
            }
        }

        return result;
    }

    /// <summary>
    /// A unitary's power through its eigenvectors: those of the Hermitian cos t · (U + U†)/2 + sin t · (U − U†)/2i, for a t that keeps different eigenvalues apart.
    /// </summary>
    private static Complex[] RaisedTo(Complex[] unitary, int dimension, double power)
    {
        var adjoint = Adjoint(unitary, dimension);
        Complex[] best = [];
        var least = double.PositiveInfinity;
        foreach (var t in new[] { 0.6180339887, 1.2345678912, 2.4142135623, 0.2718281828 })
        {
            var hermitian = new Complex[unitary.Length];
            for (var i = 0; i < unitary.Length; i++)
            {
                hermitian[i] = (Math.Cos(t) * (unitary[i] + adjoint[i]) / 2) + (Math.Sin(t) * (unitary[i] - adjoint[i]) / new Complex(0, 2));
            }

            var vectors = HermitianEigenvectors.Of(hermitian, dimension);
            var images = Multiply(unitary, vectors, dimension);
            var phases = new double[dimension];
            var error = 0.0;
            for (var k = 0; k < dimension; k++)
            {
                var eigenvalue = Complex.Zero;
                for (var row = 0; row < dimension; row++)
                {
                    eigenvalue += Complex.Conjugate(vectors[(row * dimension) + k]) * images[(row * dimension) + k];
                }

                for (var row = 0; row < dimension; row++)
                {
                    error = Math.Max(error, (images[(row * dimension) + k] - (eigenvalue * vectors[(row * dimension) + k])).Magnitude);
                }

                phases[k] = Principal(eigenvalue.Phase) * power;
            }

            if (error < least)
            {
                least = error;
                var scaled = (Complex[])vectors.Clone();
                for (var i = 0; i < scaled.Length; i++)
                {
                    scaled[i] *= Complex.FromPolarCoordinates(1, phases[i % dimension]);
                }

                best = Multiply(scaled, Adjoint(vectors, dimension), dimension);
            }

            if (least < 1e-12)
            {
                break;
            }
        }

        return best;
    }
}
