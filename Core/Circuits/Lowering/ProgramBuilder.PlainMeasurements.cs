using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

/// <summary>Measurements and barriers among the plain statements.</summary>
internal sealed partial class ProgramBuilder
{
    private int PlainMeasure(ReadOnlySpan<char> text, int start, int position)
    {
        if (text[position] is not (' ' or '\t'))
        {
            return -1;
        }

        var qubit = PlainElement(text, ref position, false);
        if (qubit < 0 || position + 2 > text.Length || text[position] != '-' || text[position + 1] != '>')
        {
            return -1;
        }

        position += 2;
        var bit = PlainElement(text, ref position, true);
        return bit < 0 || position >= text.Length || text[position] != ';' ? -1 : PlainMeasured(qubit, bit, start, position + 1);
    }

    private int PlainMeasureAssignment(ReadOnlySpan<char> text, int start)
    {
        var position = start;
        var bit = PlainElement(text, ref position, true);
        if (bit < 0 || position + 1 >= text.Length || text[position] != '=' || text[position + 1] == '=')
        {
            return -1;
        }

        position = SkipSpaces(text, position + 1);
        if (position + 8 > text.Length || text.Slice(position, 7) is not "measure" || text[position + 7] is not (' ' or '\t'))
        {
            return -1;
        }

        position += 7;
        var qubit = PlainElement(text, ref position, false);
        return qubit < 0 || position >= text.Length || text[position] != ';' ? -1 : PlainMeasured(qubit, bit, start, position + 1);
    }

    private int PlainMeasured(int qubit, int bit, int start, int end)
    {
        if (number >= options.MaximumOperations || IsConditional(bits[bit].Level))
        {
            return -1;
        }

        plainQubits[0] = qubit;
        bits[bit] = bits[bit] with { Known = -1 };
        steps++;
        number++;
        operations.Add(new MeasureOperation
        {
            Number = number,
            Group = number,
            ServiceType = "measurement_feedforward",
            Qubits = QubitsOf(1),
            Position = source.PositionOf(start),
            Bit = bit,
        });
        return end;
    }

    private int PlainBarrier(ReadOnlySpan<char> text, int start, int position)
    {
        if (text[position] is not (' ' or '\t') || number >= options.MaximumOperations)
        {
            return -1;
        }

        var qubits = ImmutableArray.CreateBuilder<int>(4);
        for (; ; )
        {
            var qubit = PlainElement(text, ref position, false);
            if (qubit < 0 || position >= text.Length || qubits.Count == 64 || qubits.Contains(qubit))
            {
                return -1;
            }

            qubits.Add(qubit);
            var separator = text[position++];
            if (separator == ';')
            {
                break;
            }

            if (separator != ',')
            {
                return -1;
            }
        }

        steps++;
        number++;
        operations.Add(new BarrierOperation { Number = number, Group = number, ServiceType = "", Qubits = qubits.DrainToImmutable(), Position = source.PositionOf(start) });
        return position;
    }
}
