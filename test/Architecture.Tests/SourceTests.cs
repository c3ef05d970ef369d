using System.Text.RegularExpressions;

namespace Orleans.QuantumMesh.Architecture.Tests;

/// <summary>Rules of the house that can be read off the sources.</summary>
public sealed partial class SourceTests
{
    private const int LineLimit = 400;

    private static readonly string[] ProductFolders = [.. Room.All.Keys];

    public static TheoryData<string> Folders => [.. ProductFolders];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_file_is_a_page_or_two(string room)
    {
        Assert.Empty(Sources(room).Where(file => File.ReadLines(file).Count() > LineLimit).Select(file => Path.GetFileName(file)));
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void Nothing_is_left_unfinished(string room) =>
        Assert.DoesNotContain(Sources(room), file => Unfinished().IsMatch(File.ReadAllText(file)));

    [Fact]
    public void Core_reads_no_clock_and_touches_no_files() =>
        Assert.DoesNotContain(Sources("Core"), file => Impure().IsMatch(File.ReadAllText(file)));

    [Fact]
    public void Tests_do_not_wait_by_the_clock() =>
        Assert.DoesNotContain(Sources("test").Where(file => file.Contains(".Tests" + Path.DirectorySeparatorChar, StringComparison.Ordinal) && Path.GetFileName(file) != "SourceTests.cs"), file => Sleeping().IsMatch(File.ReadAllText(file)));

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Path.Combine(House.Root, folder), "*.cs", SearchOption.AllDirectories);

    [GeneratedRegex(@"\b(NotImplementedException|TODO|FIXME|HACK|XXX)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\bDateTime(Offset)?\.(Utc)?Now\b|\bFile\.(Read|Write|Open|Create|Append|Delete|Move|Copy|Exists)|\bStopwatch\b|\bRandom\.Shared\b")]
    private static partial Regex Impure();

    [GeneratedRegex(@"\bThread\.Sleep\(|\bTask\.Delay\((?!Timeout\.Infinite)")]
    private static partial Regex Sleeping();
}
