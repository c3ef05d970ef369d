namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The contract's words for the states of jobs.</summary>
public static class JobStateNames
{
    /// <summary>The state's word, such as <c>QUEUED</c>.</summary>
    public static string ToWord(this JobState state) => state switch
    {
        JobState.Queued => "QUEUED",
        JobState.Compiling => "COMPILING",
        JobState.Reserving => "RESERVING",
        JobState.Executing => "EXECUTING",
        JobState.Completed => "COMPLETED",
        JobState.Failed => "FAILED",
        JobState.Cancelled => "CANCELLED",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Whether no transition leads on from the state.</summary>
    public static bool IsTerminal(this JobState state) => state is JobState.Completed or JobState.Failed or JobState.Cancelled;

    /// <summary>Reads a word; case does not matter.</summary>
    public static bool TryParse(string? word, out JobState state)
    {
        foreach (JobState candidate in Enum.GetValues<JobState>())
        {
            if (string.Equals(candidate.ToWord(), word, StringComparison.OrdinalIgnoreCase))
            {
                state = candidate;
                return true;
            }
        }

        state = default;
        return false;
    }
}
