using Orleans.QuantumMesh.Core.Circuits;

namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Measurements and resets before the tail.</summary>
internal sealed partial class FrameRun
{
    private void Measure(MeasureOperation operation, bool terminal)
    {
        var qubit = operation.Qubits[0];
        if (acted is null)
        {
            Read(operation, Project(operation, qubit, terminal), null, null);
            return;
        }

        var ideal = IdealActs(operation)!;
        Read(operation, Find(operation, qubit, ideal, terminal), acted, ideal);
    }

    /// <summary>Keeps outcomes as read, flips included, in the chosen shots or in all.</summary>
    private void Read(MeasureOperation operation, ulong[] found, ulong[]? where, ulong[]? ideal)
    {
        if (noisy)
        {
            idealMemory.Write(operation.Bit, found, ideal);
        }

        var read = (ulong[])found.Clone();
        var flipped = 0;
        foreach (var shot in chance.FlippedShots(operation, []))
        {
            if (shot >= first && shot < first + count && (where is null || Has(where, shot - first)))
            {
                read[(shot - first) / 64] ^= 1UL << (shot - first);
                flipped++;
            }
        }

        chance.Flipped(flipped);
        memory.Write(operation.Bit, read, where);
        ref var last = ref outcomes[operation.Qubits[0]];
        last = where is null ? read : PackedMemory.Choose(last, read, where);
    }

    private void Reset(Operation operation)
    {
        var qubit = operation.Qubits[0];
        if (acted is not null)
        {
            var ideal = IdealActs(operation)!;
            var ones = Find(operation, qubit, ideal, terminal: false);
            Multiply(qubit, (true, false), And(acted, ones), And(ideal, ones));
            return;
        }

        Project(operation, qubit, terminal: false);
        Clear(tableau, frames, qubit);
        Ideal?.Clear(qubit);
        if (IsSplit)
        {
            Clear(Whole, WholeFrames, qubit);
        }
    }

    private static void Clear(Tableau state, PauliFrames differences, int qubit)
    {
        var pauli = PauliString.Single(state.QubitCount, qubit, false, true);
        if (state.SureOutcome(state.AnticommutingWithZ(qubit), pauli))
        {
            state.Apply(GateKernel.Pauli('X', qubit).Clifford!, [qubit]);
        }

        differences.Clear(qubit);
    }

    /// <summary>The sure outcomes of a qubit that only some shots measure, so that nothing is projected; those shots draw, since all do that measure.</summary>
    private ulong[] Find(Operation operation, int qubit, ulong[] ideal, bool terminal)
    {
        int[] drawing = [.. Enumerable.Range(0, count).Where(place => Has(acted, place)).Select(place => first + place)];
        var found = new ulong[Words];
        if (drawing.Length > 0)
        {
            chance.DrawEven(operation, [], drawing, found);
        }

        var pauli = PauliString.Single(tableau.QubitCount, qubit, false, true);
        var sure = tableau.SureOutcome(tableau.AnticommutingWithZ(qubit), pauli);
        frames.CopyX(qubit, found);
        Invert(found, sure);
        if (Ideal is not null && !terminal)
        {
            // Errorless runs that measure where the executed ones don't, or find another outcome, aren't those of these outcomes.
            var expected = new ulong[Words];
            Ideal.CopyX(qubit, expected);
            var whole = IsSplit ? Whole.SureOutcome(Whole.AnticommutingWithZ(qubit), pauli) : sure;
            for (var word = 0; word < found.Length; word++)
            {
                var other = expected[word] ^ found[word] ^ (whole ? ~0UL : 0);
                Impossible[word] |= ideal[word] & (~acted![word] | other);
            }
        }

        return found;
    }

    private static ulong[] And(ulong[] left, ulong[] right) => PackedMemory.Choose(null, right, left);

    /// <summary>Each shot's outcome by its double; the states are projected.</summary>
    private ulong[] Project(Operation operation, int qubit, bool terminal)
    {
        var pauli = PauliString.Single(tableau.QubitCount, qubit, false, true);
        var rows = tableau.AnticommutingWithZ(qubit);
        var found = new ulong[Words];
        chance.DrawEven(operation, [], shots, found);
        if (tableau.IsRandom(rows))
        {
            if (terminal && !IsSplit)
            {
                Whole = tableau.Clone();
                WholeFrames = frames.Clone();
            }

            var followed = IsSplit ? null : Ideal;
            Choose(tableau, rows, pauli, qubit, found, frames, followed);
        }
        else
        {
            frames.CopyX(qubit, found);
            Invert(found, tableau.SureOutcome(rows, pauli));
            if (!terminal && !IsSplit)
            {
                Forbid(found, tableau.SureOutcome(rows, pauli), qubit);
            }
        }

        if (!terminal && IsSplit)
        {
            rows = Whole.AnticommutingWithZ(qubit);
            if (Whole.IsRandom(rows))
            {
                Choose(Whole, rows, pauli, qubit, found, WholeFrames, Ideal);
            }
            else
            {
                Forbid(found, Whole.SureOutcome(rows, pauli), qubit);
            }
        }

        return found;
    }

    /// <summary>The state goes on with the first shot's outcome, each shot with its own.</summary>
    private static void Choose(Tableau state, ulong[] rows, PauliString pauli, int qubit, ulong[] found, PauliFrames differences, PauliFrames? ideal)
    {
        var partner = state.FirstAnticommuting(rows);
        var chosen = ((found[0] & 1) != 0) != differences.Inverts(qubit, 0);
        state.Project(rows, pauli, chosen);
        differences.MultiplyWhereOther(partner, qubit, found, chosen);
        ideal?.MultiplyWhereOther(partner, qubit, found, chosen);
    }

    /// <summary>Shots whose outcome differs from the sure one of their errorless runs have none.</summary>
    private void Forbid(ulong[] found, bool sure, int qubit)
    {
        if (Ideal is null)
        {
            return;
        }

        var expected = new ulong[Words];
        Ideal.CopyX(qubit, expected);
        Invert(expected, sure);
        for (var word = 0; word < expected.Length; word++)
        {
            Impossible[word] |= expected[word] ^ found[word];
        }
    }

    private static void Invert(ulong[] set, bool invert)
    {
        for (var word = 0; word < set.Length && invert; word++)
        {
            set[word] = ~set[word];
        }
    }
}
