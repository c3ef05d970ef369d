using System.Globalization;
using System.Text;

namespace Orleans.QuantumMesh.Storage;

/// <summary>The folder that holds a silo's files, locked while it is open. Only its owner may look inside (mode 0700).</summary>
public sealed class DataFolder : IDisposable
{
    // What FileShare.None's lock fails with: EWOULDBLOCK, or a sharing violation.
    private const int LockedOnLinux = 11;
    private const int LockedOnMacOS = 35;
    private const int LockedOnWindows = unchecked((int)0x80070020);

    private readonly FileStream _lock;

    private DataFolder(string path, FileStream lockFile)
    {
        Path = path;
        _lock = lockFile;
    }

    /// <summary>The folder's full path.</summary>
    public string Path { get; }

    /// <summary>The journal and the read models.</summary>
    public string JournalFile => System.IO.Path.Combine(Path, "journal.db");

    /// <summary>The grains' state.</summary>
    public string GrainStateFile => GetGrainStateFile(Path);

    /// <summary>The peer log.</summary>
    public string PeerLogFile => System.IO.Path.Combine(Path, "peer-log.jsonl");

    /// <summary>Where the grains' state lies in a data folder.</summary>
    public static string GetGrainStateFile(string dataFolder) =>
        System.IO.Path.Combine(System.IO.Path.GetFullPath(dataFolder), "grains.db");

    /// <summary>Creates the folder where it is missing and takes its lock.</summary>
    /// <exception cref="DataFolderInUseException">Somebody else has it open.</exception>
    public static DataFolder Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string full = System.IO.Path.GetFullPath(path);
        Create(full);
        FileStream file;
        try
        {
            file = new FileStream(
                System.IO.Path.Combine(full, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error) when (error.HResult is LockedOnLinux or LockedOnMacOS or LockedOnWindows)
        {
            throw new DataFolderInUseException(full, error);
        }

        file.SetLength(0);
        file.Write(Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        return new DataFolder(full, file);
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose() => _lock.Dispose();

    internal static void Create(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
        }
        else
        {
            Directory.CreateDirectory(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
