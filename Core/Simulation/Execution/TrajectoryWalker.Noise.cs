using System.Collections.Immutable;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Errors and damping.</summary>
internal sealed partial class TrajectoryWalker
{
    private void Errors(Branch branch, ShotErrors? errors, bool acted, Instruction instruction)
    {
        if (errors is null || !acted)
        {
            branch.Next++;
            return;
        }

        if (branch.Frames is not null)
        {
            Carry(branch, branch.Frames, errors, instruction);
            branch.Next++;
            return;
        }

        var keys = Array.ConvertAll(branch.Shots, errors.CombinationOf);
        Split(branch, keys, (part, key) =>
        {
            foreach (var error in errors.Combination(key))
            {
                chance.Happened(error, Turns(part, instruction), instruction.Operation!, part.Shots);
                for (var i = 0; i < error.Qubits.Length; i++)
                {
                    var pauli = GateKernel.Pauli(error.Pauli[i], error.Qubits[i]);
                    part.Apply(pauli, true, false);
                }
            }
        });
    }

    private void Carry(Branch branch, PauliFrames carried, ShotErrors errors, Instruction instruction)
    {
        for (var place = 0; place < branch.Shots.Length; place++)
        {
            foreach (var error in errors.Combination(errors.CombinationOf(branch.Shots[place])))
            {
                chance.Happened(error, Turns(branch, instruction), instruction.Operation!, branch.Shots.AsSpan(place, 1));
                for (var i = 0; i < error.Qubits.Length; i++)
                {
                    carried.Multiply(place, error.Qubits[i], error.Pauli[i]);
                }
            }
        }
    }

    private void Damp(Branch branch, Instruction instruction)
    {
        var doubles = new double[branch.Shots.Length];
        var turns = Turns(branch, instruction);
        var qubit = instruction.Qubit;
        var gamma = branch.Acted ? chance.Damping(instruction.Operation!, qubit, turns, branch.Shots, doubles) : 0;
        if (gamma <= 0)
        {
            branch.Next++;
            return;
        }

        var limit = gamma * branch.State.ProbabilityOfOne(qubit);
        if (limit <= 0 && (branch.Deferred is null || branch.Deferred == branch.State))
        {
            branch.Next++;
            return;
        }

        var jumped = new NodeError(instruction.Operation!.OperationId, "damping", [qubit], "", ImmutableArray<int>.Empty);
        Split(branch, Array.ConvertAll(doubles, value => value < limit ? 1 : 0), (part, key) =>
        {
            part.Change(true, true, false, state => state.Damp(qubit, gamma, key != 0));
            if (key != 0)
            {
                chance.Happened(jumped, Turns(part, instruction), instruction.Operation!, part.Shots);
            }
        });
    }
}
