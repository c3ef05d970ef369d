namespace Orleans.QuantumMesh.Grains;

/// <summary>The places at which a job can be cut off for experiments: one for each row of the design's crash table, and one for fragments that are split.</summary>
public static class CrashPointNames
{
    /// <summary>The submission is committed, the job not started.</summary>
    public const string AfterSubmissionCommit = "after_submission_commit";

    /// <summary>The plan's event is committed.</summary>
    public const string AfterPlan = "after_plan";

    /// <summary>A node holds a slot; nothing of it is committed.</summary>
    public const string AfterPrepareSent = "after_prepare_sent";

    /// <summary>The intent to dispatch is committed, the dispatch not sent.</summary>
    public const string AfterIntent = "after_intent";

    /// <summary>A node has answered; the answer is not committed.</summary>
    public const string AfterAnswerBeforeCommit = "after_answer_before_commit";

    /// <summary>The last answer is committed, the result not computed.</summary>
    public const string AfterLastAnswer = "after_last_answer";

    /// <summary>The decision to dispatch a fragment in two parts is committed, neither part begun. Only where an answer is larger than a frame.</summary>
    public const string AfterSplit = "after_split";

    /// <summary>Those that every job comes to.</summary>
    public static IReadOnlyList<string> OfEveryJob { get; } =
        [AfterSubmissionCommit, AfterPlan, AfterPrepareSent, AfterIntent, AfterAnswerBeforeCommit, AfterLastAnswer];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. OfEveryJob, AfterSplit];
}
