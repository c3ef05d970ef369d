namespace Orleans.QuantumMesh.Storage;

/// <summary>What a committed batch survives.</summary>
public enum JournalDurability
{
    /// <summary>The end of the process, SIGKILL included; a power cut may take the last moments.</summary>
    Normal,

    /// <summary>A power cut too: the commit is on the disk before it is acknowledged. For submissions and ends of jobs.</summary>
    Full,
}
