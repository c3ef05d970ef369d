using System.Numerics;
using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Tests.Simulation;

/// <summary>Random programs out of the catalog.</summary>
public static class RandomPrograms
{
    private static readonly Gate[] Gates = [.. GateCatalog.Gates.Where(gate => gate.QubitCount > 0).OrderBy(gate => gate.Name, StringComparer.Ordinal)];
    private static readonly string[] Clifford = ["h", "s", "sdg", "x", "y", "z", "sx", "sxdg", "cx", "cy", "cz", "swap", "iswap", "dcx", "ecr"];

    /// <summary>Gates of all kinds on random qubits.</summary>
    public static CircuitProgram Any(int qubits, int gates, int seed) => Draw(qubits, gates, seed).Program();

    /// <summary>A program followed by its inverse.</summary>
    public static CircuitProgram Mirrored(int qubits, int gates, int seed)
    {
        var program = Any(qubits, gates, seed);
        var operations = program.Operations.Cast<GateOperation>().ToList();
        foreach (var gate in Enumerable.Reverse(operations).ToArray())
        {
            var inverse = GateCatalog.Inverse(gate.Gate);
            operations.Add(gate with { Number = operations.Count + 1, Gate = inverse.Gate, Parameters = inverse.Apply(gate.Parameters.AsSpan()) });
        }

        return program with { Operations = [.. operations] };
    }

    /// <summary>Full matrices, and some that mix only what differs in none or in both qubits, on each pair in both orders, without a control and with each one on either value.</summary>
    public static CircuitProgram PairMatrices(int qubits, int seed)
    {
        var random = new Random(seed);
        var sketch = new ProgramSketch(qubits, 0);
        for (var qubit = 0; qubit < qubits; qubit++)
        {
            sketch.Gate("u3", [random.NextDouble() * 3, random.NextDouble() * 6, random.NextDouble() * 6], [qubit]).Gate("cx", qubit, (qubit + 1) % qubits);
        }

        var program = sketch.Program();
        var operations = program.Operations.Cast<GateOperation>().ToList();
        for (var first = 0; first < qubits; first++)
        {
            for (var second = 0; second < qubits; second++)
            {
                for (var control = 0; control < qubits && first != second; control++)
                {
                    var controlled = control != first && control != second;
                    operations.Add(operations[0] with
                    {
                        Number = operations.Count + 1,
                        Gate = GateCatalog.Unitary(2),
                        Parameters = [.. random.Next(3) == 0 ? Crossed(random) : Unitary(random)],
                        Qubits = controlled ? [control, first, second] : [first, second],
                        ControlCount = controlled ? 1 : 0,
                        ControlStates = controlled ? [random.Next(2) == 0] : [],
                    });
                }
            }
        }

        return program with { Operations = [.. operations] };
    }

    /// <summary>Rotations of every qubit, joined in a random order to groups that are joined in the end.</summary>
    public static CircuitProgram Joined(int qubits, int groups, int seed)
    {
        var random = new Random(seed);
        var sketch = new ProgramSketch(qubits, 0);
        int[] order = [.. Enumerable.Range(0, qubits)];
        random.Shuffle(order);
        foreach (var qubit in order)
        {
            sketch.Gate("u3", [random.NextDouble() * 3, random.NextDouble() * 6, random.NextDouble() * 6], [qubit]);
        }

        for (var place = groups; place < qubits; place++)
        {
            sketch.Gate("cx", order[place % groups], order[place]);
        }

        for (var group = 1; group < groups; group++)
        {
            sketch.Gate("cx", order[group - 1], order[group]);
        }

        return sketch.Program();
    }

    /// <summary>Clifford gates with measurements, resets and conditions between them.</summary>
    public static CircuitProgram CliffordDynamic(int qubits, int gates, int seed)
    {
        var random = new Random(seed);
        var sketch = new ProgramSketch(qubits, qubits);
        for (var i = 0; i < gates; i++)
        {
            var choice = random.Next(12);
            if (choice == 0)
            {
                sketch.Measure(random.Next(qubits), random.Next(qubits));
            }
            else if (choice == 1)
            {
                sketch.Reset(random.Next(qubits));
            }
            else
            {
                var name = Clifford[random.Next(Clifford.Length)];
                var on = Operands(random, qubits, GateCatalog.Get(name).QubitCount);
                sketch.Gate(name, [], on, choice == 2 ? new BitExpression(random.Next(qubits)) : null);
            }
        }

        for (var qubit = 0; qubit < qubits; qubit++)
        {
            sketch.Measure(qubit, qubit);
        }

        return sketch.Program();
    }

    /// <summary>Rotations and CX, then Clifford gates alone, then a measurement of every qubit.</summary>
    public static CircuitProgram CliffordTail(int qubits, int gates, int seed)
    {
        var random = new Random(seed);
        var sketch = new ProgramSketch(qubits, qubits);
        for (var qubit = 0; qubit < qubits; qubit++)
        {
            sketch.Gate("ry", [random.NextDouble() * 6], [qubit]).Gate("cx", qubit, (qubit + 1) % qubits).Gate("rz", [random.NextDouble() * 6], [qubit]);
        }

        for (var i = 0; i < gates; i++)
        {
            var name = Clifford[random.Next(Clifford.Length)];
            sketch.Gate(name, Operands(random, qubits, GateCatalog.Get(name).QubitCount));
        }

        for (var qubit = 0; qubit < qubits; qubit++)
        {
            sketch.Measure(qubit, qubit);
        }

        return sketch.Program();
    }

    private static ProgramSketch Draw(int qubits, int gates, int seed)
    {
        var random = new Random(seed);
        var sketch = new ProgramSketch(qubits, 0);
        var fitting = Gates.Where(gate => gate.QubitCount <= qubits).ToArray();
        for (var i = 0; i < gates; i++)
        {
            var gate = fitting[random.Next(fitting.Length)];
            var parameters = Enumerable.Range(0, gate.ParameterCount).Select(_ => random.NextDouble() * 6 - 3).ToArray();
            sketch.Gate(gate.Name, parameters, Operands(random, qubits, gate.QubitCount));
        }

        return sketch;
    }

    private static int[] Operands(Random random, int qubits, int count)
    {
        var all = Enumerable.Range(0, qubits).ToArray();
        random.Shuffle(all);
        return all[..count];
    }

    /// <summary>One matrix on the states 0 and 3, another on 1 and 2, row by row.</summary>
    private static IEnumerable<double> Crossed(Random random)
    {
        var matrices = new Complex[2][];
        for (var i = 0; i < 2; i++)
        {
            matrices[i] = GateCatalog.Matrix(GateCatalog.Get("u3"), [random.NextDouble() * 3, random.NextDouble() * 6, random.NextDouble() * 6]);
        }

        for (var row = 0; row < 4; row++)
        {
            for (var column = 0; column < 4; column++)
            {
                var value = column == row || column == (row ^ 3) ? matrices[row is 0 or 3 ? 0 : 1][((row >> 1) * 2) + (column >> 1)] : Complex.Zero;
                yield return value.Real;
                yield return value.Imaginary;
            }
        }
    }

    /// <summary>Columns of random numbers made orthonormal, row by row.</summary>
    private static IEnumerable<double> Unitary(Random random)
    {
        var columns = new Complex[4][];
        for (var column = 0; column < 4; column++)
        {
            var vector = new Complex[4];
            for (var row = 0; row < 4; row++)
            {
                vector[row] = new Complex(random.NextDouble() - 0.5, random.NextDouble() - 0.5);
            }

            for (var before = 0; before < column; before++)
            {
                var inner = columns[before].Zip(vector, (left, right) => Complex.Conjugate(left) * right).Aggregate(Complex.Add);
                vector = [.. vector.Zip(columns[before], (value, other) => value - (inner * other))];
            }

            var norm = Math.Sqrt(vector.Sum(value => value.Magnitude * value.Magnitude));
            columns[column] = [.. vector.Select(value => value / norm)];
        }

        for (var row = 0; row < 4; row++)
        {
            foreach (var column in columns)
            {
                yield return column[row].Real;
                yield return column[row].Imaginary;
            }
        }
    }
}
