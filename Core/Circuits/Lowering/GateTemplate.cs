namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>A gate's body as calls on its own operands, with parameters as formulas over its own.</summary>
internal sealed class GateTemplate(GateTemplate.Call[] calls, long operationCount, long leafCount)
{
    public Call[] Calls { get; } = calls;

    /// <summary>How many operations and calls it expands to.</summary>
    public long OperationCount { get; } = operationCount;

    /// <summary>How many operations it expands to.</summary>
    public long LeafCount { get; } = leafCount;

    /// <summary><see cref="Gate"/> <see langword="null"/>: a barrier.</summary>
    public sealed record Call(GateSymbol? Gate, Formula[] Parameters, int[] Qubits);

    /// <summary>A real function of a gate's parameters.</summary>
    public abstract class Formula
    {
        public abstract double Evaluate(ReadOnlySpan<double> parameters);
    }

    public sealed class Constant(double value) : Formula
    {
        public override double Evaluate(ReadOnlySpan<double> parameters) => value;
    }

    public sealed class Parameter(int index) : Formula
    {
        public override double Evaluate(ReadOnlySpan<double> parameters) => parameters[index];
    }

    public sealed class Unary(string function, Formula operand) : Formula
    {
        public override double Evaluate(ReadOnlySpan<double> parameters)
        {
            var x = operand.Evaluate(parameters);
            return function switch
            {
                "-" => -x,
                "sin" => Math.Sin(x),
                "cos" => Math.Cos(x),
                "tan" => Math.Tan(x),
                "exp" => Math.Exp(x),
                "ln" or "log" => Math.Log(x),
                _ => Math.Sqrt(x),
            };
        }
    }

    public sealed class Binary(char op, Formula left, Formula right) : Formula
    {
        public override double Evaluate(ReadOnlySpan<double> parameters)
        {
            var x = left.Evaluate(parameters);
            var y = right.Evaluate(parameters);
            return op switch { '+' => x + y, '-' => x - y, '*' => x * y, '/' => x / y, _ => Math.Pow(x, y) };
        }
    }
}
