namespace Orleans.QuantumMesh.Grains.Abstractions;

/// <summary>The contract's words for job states.</summary>
public static class JobStateWords
{
    /// <summary>All words, in the order of <see cref="JobState"/>.</summary>
    public static IReadOnlyList<string> All { get; } = ["QUEUED", "COMPILING", "RESERVING", "EXECUTING", "COMPLETED", "FAILED", "CANCELLED"];

    public static string Word(this JobState state) => All[(int)state];

    /// <summary>Whether the state never changes any more.</summary>
    public static bool IsTerminal(this JobState state) => state is JobState.Completed or JobState.Failed or JobState.Cancelled;

    /// <summary>Reads a word, in whatever case.</summary>
    public static bool TryParse(string word, out JobState state)
    {
        for (int i = 0; i < All.Count; i++)
        {
            if (string.Equals(All[i], word, StringComparison.OrdinalIgnoreCase))
            {
                state = (JobState)i;
                return true;
            }
        }

        state = default;
        return false;
    }
}
