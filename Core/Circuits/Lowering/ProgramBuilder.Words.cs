using Orleans.QuantumMesh.Core.Circuits.Syntax;

namespace Orleans.QuantumMesh.Core.Circuits.Lowering;

internal sealed partial class ProgramBuilder
{
    /// <summary>A service word, which stands for one or more operations of one service.</summary>
    private void LowerWord(GateCallSyntax call)
    {
        var word = call.Name.Name;
        if (gateDepth > 0 && word is not ("cnot" or "controlled_u"))
        {
            Refuse("not_unitary", $"the service word '{word}' can't stand in a gate body", call.Name);
            return;
        }

        isService = true;
        if (word is "cnot" or "controlled_u")
        {
            var name = word == "cnot" || call.Parameters is null or [] ? "cx" : "cu";
            var given = call.Parameters is { Length: 3 } && name == "cu"
                ? new GateCallSyntax(call.Start, call.Stop, call.Modifiers, call.Name, [.. call.Parameters, new LiteralSyntax(call.Stop, call.Stop, LiteralKind.Real, 0, 0, 0)], call.Operands)
                : call;
            LowerCall(new GateSymbol(word, GateCatalog.Get(name), null), given, word == "controlled_u" ? "controlled_unitary" : null);
            return;
        }

        if (call.Modifiers.Length > 0 || call.Parameters is { Length: > 0 })
        {
            Refuse("word_modified", $"'{word}' takes {(call.Modifiers.Length > 0 ? "no modifiers" : "no parameters")}", call.Name);
            return;
        }

        var operands = new List<int[]>();
        var scalars = new List<bool>();
        foreach (var operand in call.Operands)
        {
            if (ResolveQubits(operand, out var isScalar) is not { } qubits)
            {
                return;
            }

            operands.Add(qubits);
            scalars.Add(isScalar);
        }

        if (word is "bell_pair" or "bell" or "teleport" or "teleportation")
        {
            LowerPairWord(call, operands, scalars);
            return;
        }

        var all = operands.SelectMany(qubits => qubits).ToArray();
        if (all.Distinct().Count() != all.Length)
        {
            Refuse("same_qubit", $"'{word}' needs different qubits", call.Operands[^1]);
            return;
        }

        if (dry > 0)
        {
            return;
        }

        switch (word)
        {
            case "qft" or "iqft":
                EmitFourier(all, word == "iqft", call);
                break;
            case "measurement_feedforward":
                foreach (var qubit in all)
                {
                    EmitMeasure(qubit, NewBit(call, -1), call);
                }

                break;
            default:
                number++;
                Add(new OrchestrationOperation
                {
                    Number = number,
                    Group = number,
                    ServiceType = word,
                    Qubits = Shared([.. all]),
                    Condition = condition,
                    Position = PositionOf(call),
                    Name = word,
                }, call);
                break;
        }
    }

    private void LowerPairWord(GateCallSyntax call, List<int[]> operands, List<bool> scalars)
    {
        var word = call.Name.Name;
        if (operands.Count != 2)
        {
            Refuse("operand_count", $"{word} takes 2 qubits, not {operands.Count}", call.Name);
            return;
        }

        if (Instances(call, [.. operands], [.. scalars]) is not { } count)
        {
            return;
        }

        if (!AreDifferent([.. operands], [.. scalars], count))
        {
            Refuse("same_qubit", $"'{word}' needs different qubits", call.Operands[1]);
        }
        else if (dry == 0)
        {
            EmitPairs(word, count, instance => (operands[0][scalars[0] ? 0 : instance], operands[1][scalars[1] ? 0 : instance]), call);
        }
    }
}
