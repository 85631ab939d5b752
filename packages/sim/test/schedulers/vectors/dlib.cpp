// Runs dlib on the losses on standard input; prints hexadecimal doubles.
// With the arguments learning rate, shrink factor, iterations without progress: the learning rate of dlib's own
// trainer after each loss, which a loss layer returns to it. Without arguments: slope over standard error of all losses.
// With one argument z: what running_gradient makes of it, 1 if the probability of a decrease is below 0.51.
#include <dlib/dnn.h>

#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>

using namespace dlib;

static double given_loss = 0;

class loss_given_ {
 public:
  typedef float training_label_type;
  typedef float output_label_type;

  template <typename SUB_TYPE, typename label_iterator>
  void to_label(const tensor&, const SUB_TYPE&, label_iterator) const {}

  template <typename const_label_iterator, typename SUBNET>
  double compute_loss_value_and_gradient(const tensor&, const_label_iterator, SUBNET& sub) const {
    sub.get_gradient_input() = 0;
    return given_loss;
  }

  friend void serialize(const loss_given_&, std::ostream&) {}
  friend void deserialize(loss_given_&, std::istream&) {}
  friend std::ostream& operator<<(std::ostream& out, const loss_given_&) { return out; }
  friend void to_xml(const loss_given_&, std::ostream&) {}
};

template <typename SUBNET>
using loss_given = add_loss_layer<loss_given_, SUBNET>;

static double read_loss(const std::string& word) { return std::strtod(word.c_str(), nullptr); }

static int slope() {
  running_gradient gradient;
  std::string word;
  while (std::cin >> word) gradient.add(read_loss(word));
  std::printf("%a\n", gradient.gradient() / gradient.standard_error());
  return 0;
}

// running_gradient keeps its normal distribution to itself; this is the same expression.
static int hint(double z) {
  std::printf("%d\n", 1 - 0.5 * std::erfc(z / std::sqrt(2.0)) < 0.51);
  return 0;
}

int main(int count, char** argv) {
  if (count == 1) return slope();
  if (count == 2) return hint(std::strtod(argv[1], nullptr));
  using net_type = loss_given<fc<1, input<matrix<float>>>>;
  net_type net;
  dnn_trainer<net_type> trainer(net, sgd());
  trainer.set_learning_rate(std::atof(argv[1]));
  trainer.set_learning_rate_shrink_factor(std::atof(argv[2]));
  trainer.set_iterations_without_progress_threshold(std::atoi(argv[3]));
  const std::vector<matrix<float>> samples(1, zeros_matrix<float>(1, 1));
  const std::vector<float> labels(1, 0.0f);
  std::string word;
  while (std::cin >> word) {
    given_loss = read_loss(word);
    trainer.train_one_step(samples, labels);
    trainer.get_net();  // waits until the step is done
    std::printf("%a\n", trainer.get_learning_rate());
  }
}
