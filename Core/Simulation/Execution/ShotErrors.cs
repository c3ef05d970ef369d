namespace Orleans.QuantumMesh.Core.Simulation;

/// <summary>Which of a list of errors happened in which shots at one operation; a combination is the errors that one shot had together.</summary>
internal sealed class ShotErrors
{
    private readonly Dictionary<int, int> combinationOf = [];
    private readonly List<NodeError[]> combinations = [[]];

    public ShotErrors(IReadOnlyList<NodeError> errors)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var lists = new SortedDictionary<int, List<int>>();
        for (var index = 0; index < errors.Count; index++)
        {
            foreach (var shot in errors[index].Shots)
            {
                if (!lists.TryGetValue(shot, out var list))
                {
                    lists.Add(shot, list = []);
                }

                list.Add(index);
            }
        }

        foreach (var (shot, list) in lists)
        {
            var key = string.Join(',', list);
            if (!numbers.TryGetValue(key, out var number))
            {
                number = combinations.Count;
                numbers.Add(key, number);
                combinations.Add([.. list.Select(index => errors[index])]);
            }

            combinationOf.Add(shot, number);
        }
    }

    /// <summary>The shots that had any error.</summary>
    public IReadOnlyCollection<int> Shots => combinationOf.Keys;

    /// <summary>The number of a shot's combination; 0: no error.</summary>
    public int CombinationOf(int shot) => combinationOf.GetValueOrDefault(shot);

    /// <summary>The errors of a combination, in the order in which they act.</summary>
    public NodeError[] Combination(int number) => combinations[number];
}
